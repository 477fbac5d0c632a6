/** Calendars, service levels and rules of assignment: data with a key, in versions. */
import { Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { shapes } from "../../../api";
import { Confirm, type Question } from "../../../components/confirm";
import type { Column } from "../../../components/grid";
import { t } from "../../../messages";
import css from "../administration.module.css";
import { faultOfAll, objectOf } from "../faults";
import { DOCUMENTS, documents, type Kind, useChange } from "../queries";
import { EXAMPLES } from "../examples";
import { FormDialog } from "./form-dialog";
import { Open, Remove, Table, When } from "./table";

const INDENT = 2;
const nameOf = ({ data }: shapes.Document): string =>
  typeof data["name"] === "string" ? data["name"] : t.common.none;

export function Documents({ kind }: { kind: Kind }) {
  const found = useQuery(documents(kind));
  const texts = t.administer.documents[kind];
  const [open, setOpen] = useState<shapes.Document | "new" | null>(null);
  const [question, setQuestion] = useState<Question | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const remove = useChange((key: string) => DOCUMENTS[kind].remove(key));
  const ask = ({ key }: shapes.Document) =>
    setQuestion({
      title: t.administer.removeTitle(key),
      text: t.administer.removeDocument,
      go: t.administer.remove,
      isDanger: true,
      onGo: () =>
        remove.mutate(key, {
          onError: (error) => setRefused(error.message),
          onSuccess: () => setRefused(null),
        }),
    });
  const columns: Column<shapes.Document>[] = [
    {
      key: "key",
      title: t.administer.key,
      width: "minmax(100px, 1fr)",
      show: (each) => <Open name={each.key} onOpen={() => setOpen(each)} />,
    },
    { key: "name", title: t.administer.name, width: "minmax(120px, 2fr)", show: nameOf },
    {
      key: "version",
      title: t.administer.version,
      width: "70px",
      show: ({ version }) => version,
      isNumber: true,
      isMinor: true,
    },
    {
      key: "changed",
      title: t.administer.changed,
      width: "110px",
      show: ({ created }) => <When at={created} />,
      isMinor: true,
    },
    {
      key: "by",
      title: t.administer.by,
      width: "100px",
      show: ({ created_by }) => created_by ?? t.operate.system,
      isMinor: true,
    },
    {
      key: "remove",
      title: "",
      width: "84px",
      show: (each) => <Remove name={t.administer.remove} of={each.key} onRemove={() => ask(each)} />,
    },
  ];
  return (
    <>
      {refused && (
        <p role="alert" className={css.wrong}>
          {refused}
        </p>
      )}
      <Table
        label={t.administer.tabs[kind]}
        found={found}
        columns={columns}
        idOf={({ key }) => key}
        none={texts.none}
        hint={texts.hint}
        add={{ name: texts.add, onAdd: () => setOpen("new") }}
      />
      {open && <DocumentDialog kind={kind} of={open === "new" ? null : open} onClose={() => setOpen(null)} />}
      <Confirm question={question} onClose={() => setQuestion(null)} />
    </>
  );
}

function DocumentDialog({
  kind,
  of,
  onClose,
}: {
  kind: Kind;
  of: shapes.Document | null;
  onClose: () => void;
}) {
  const [key, setKey] = useState(of?.key ?? "");
  const [text, setText] = useState(() => written(of?.data ?? EXAMPLES[kind]));
  const data = objectOf(text);
  const save = useChange(() => DOCUMENTS[kind].put(key.trim(), data ?? {}), onClose);
  return (
    <FormDialog
      title={of ? t.administer.changeUser(of.key) : t.administer.documents[kind].add}
      go={of ? t.common.save : t.administer.add}
      size="lg"
      isBusy={save.isPending}
      isReady={key.trim() !== "" && data !== null}
      wrong={faultOfAll(save.error, {})}
      onGo={() => save.mutate(undefined)}
      onClose={onClose}
    >
      {!of && (
        <TextInput
          label={t.administer.key}
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
          data-autofocus
        />
      )}
      <Textarea
        className={css.json}
        label={t.administer.content}
        autosize
        minRows={8}
        maxRows={22}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={data ? undefined : t.administer.notObject}
      />
    </FormDialog>
  );
}

/** As JSON, without the key, which stands in the address. */
function written(data: Record<string, unknown>): string {
  const rest = Object.entries(data).filter(([name]) => name !== "key");
  return JSON.stringify(Object.fromEntries(rest), null, INDENT);
}
