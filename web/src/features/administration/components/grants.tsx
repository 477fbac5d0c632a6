/** Who may do what: nothing that was not granted. */
import { Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, type shapes } from "../../../api";
import { Confirm, type Question } from "../../../components/confirm";
import type { Column } from "../../../components/grid";
import { t } from "../../../messages";
import { type Fields, faultOf, faultOfAll } from "../faults";
import { grants, useChange } from "../queries";
import { FormDialog } from "./form-dialog";
import { Remove, Table, When } from "./table";

const FIELDS: Fields = { "identity/not-found": "subject", "grant/unknown": "resource" };
const choices = (names: Record<string, string>) =>
  Object.entries(names).map(([value, label]) => ({ value, label }));

const whose = ({ subject_kind, subject_id }: shapes.Grant): string =>
  subject_kind === "everybody"
    ? (t.administer.subjects[subject_kind] ?? subject_kind)
    : `${t.administer.subjects[subject_kind] ?? subject_kind} ${subject_id}`;

export function Grants() {
  const found = useQuery(grants);
  const [isAdding, setAdding] = useState(false);
  const [question, setQuestion] = useState<Question | null>(null);
  const remove = useChange((id: string) => api.removeGrant(id));
  const ask = (grant: shapes.Grant) =>
    setQuestion({
      title: t.administer.removeTitle(whose(grant)),
      text: t.administer.removeGrant,
      go: t.administer.remove,
      isDanger: true,
      onGo: () => remove.mutate(grant.id),
    });
  const columns: Column<shapes.Grant>[] = [
    { key: "who", title: t.administer.who, width: "minmax(120px, 1fr)", show: whose },
    {
      key: "may",
      title: t.administer.may,
      width: "90px",
      show: ({ permission }) => t.administer.permissions[permission] ?? permission,
    },
    {
      key: "what",
      title: t.administer.what,
      width: "minmax(100px, 1.4fr)",
      show: ({ resource_kind, resource_id }) => (
        <>
          {t.administer.resources[resource_kind] ?? resource_kind} <code>{resource_id}</code>
        </>
      ),
    },
    {
      key: "since",
      title: t.administer.since,
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
      show: (grant) => (
        <Remove
          name={t.administer.remove}
          of={`${whose(grant)}, ${grant.permission} ${grant.resource_kind} ${grant.resource_id}`}
          onRemove={() => ask(grant)}
        />
      ),
    },
  ];
  return (
    <>
      <Table
        label={t.administer.tabs.grants}
        found={found}
        columns={columns}
        idOf={({ id }) => id}
        none={t.administer.noGrants}
        hint={t.administer.noGrantsHint}
        add={{ name: t.administer.addGrant, onAdd: () => setAdding(true) }}
      />
      {isAdding && <NewGrant onClose={() => setAdding(false)} />}
      <Confirm question={question} onClose={() => setQuestion(null)} />
    </>
  );
}

function NewGrant({ onClose }: { onClose: () => void }) {
  const [wish, setWish] = useState<shapes.NewGrant>({
    subject_kind: "group",
    subject_id: "",
    permission: "start",
    resource_kind: "definition",
    resource_id: "*",
  });
  const add = useChange(() => api.addGrant(wish), onClose);
  const choose = <Name extends keyof shapes.NewGrant>(name: Name, label: string, names: object) => ({
    label,
    data: choices(names as Record<string, string>),
    value: wish[name] as string,
    allowDeselect: false,
    onChange: (value: string | null) => setWish({ ...wish, [name]: value }),
  });
  return (
    <FormDialog
      title={t.administer.addGrant}
      go={t.administer.add}
      isBusy={add.isPending}
      isReady={wish.resource_id !== "" && (wish.subject_kind === "everybody" || wish.subject_id !== "")}
      wrong={faultOfAll(add.error, FIELDS)}
      onGo={() => add.mutate(undefined)}
      onClose={onClose}
    >
      <Select {...choose("subject_kind", t.administer.who, t.administer.subjects)} />
      {wish.subject_kind !== "everybody" && (
        <TextInput
          label={t.administer.whose}
          value={wish.subject_id ?? ""}
          onChange={(event) => setWish({ ...wish, subject_id: event.currentTarget.value })}
          error={faultOf(add.error, FIELDS, "subject")}
          data-autofocus
        />
      )}
      <Select {...choose("permission", t.administer.may, t.administer.permissions)} />
      <Select {...choose("resource_kind", t.administer.what, t.administer.resources)} />
      <TextInput
        label={t.administer.which}
        value={wish.resource_id}
        onChange={(event) => setWish({ ...wish, resource_id: event.currentTarget.value })}
        error={faultOf(add.error, FIELDS, "resource")}
      />
    </FormDialog>
  );
}
