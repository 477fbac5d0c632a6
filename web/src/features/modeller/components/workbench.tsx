/** One model at work: the editor, what the server says of it, and deploying it. */
import { Button } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api, Problem, type shapes } from "../../../api";
import { Failure } from "../../../components/states";
import { Editor, type Editing, type Notation } from "../../../diagrams/editors";
import { t } from "../../../messages";
import css from "../modeller.module.css";
import { validation } from "../queries";
import { Findings } from "./findings";

interface WorkbenchProps {
  name: string;
  xml: string;
  notation: Notation;
}

const PAUSE = 700;
const NONE: shapes.FoundFault[] = [];

export function Workbench({ name, xml, notation }: WorkbenchProps) {
  const store = useQueryClient();
  const [editing, setEditing] = useState<Editing | null>(null);
  const [text, setText] = useState(xml);
  const [error, setError] = useState<unknown>(null);
  const checked = useQuery({ ...validation(text, name), placeholderData: keepPreviousData });
  const read = useDebouncedCallback(() => void editing?.save().then(setText, setError), PAUSE);
  const deploy = useMutation({
    mutationFn: async () => {
      const saved = (await editing?.save()) ?? text;
      return api.deployDefinitions(saved, { name });
    },
    onSuccess: async ({ definitions }) => {
      const told = definitions.map((each) => `${each.name ?? each.key} v${each.version}`).join(", ");
      notifications.show({ message: t.modeller.deployed(told) });
      await store.invalidateQueries({ queryKey: ["definitions"] });
    },
    onError: (reason) =>
      notifications.show({ color: "red", title: t.instances.notDone, message: reason.message }),
  });
  const found = checked.data?.findings ?? NONE;
  useEffect(() => editing?.mark(found), [editing, found]);
  if (error !== null) return <Failure error={error} />;
  return (
    <div className={css.bench}>
      <div className={css.editor}>
        <Editor
          notation={notation}
          xml={xml}
          label={t.diagrams.of(name)}
          onReady={setEditing}
          onTouch={read}
          onError={setError}
        />
      </div>
      <footer className={css.foot}>
        <div className={css.keys}>
          <Verdict found={found} error={checked.error} isChecking={checked.isFetching} />
          <Button
            size="xs"
            variant="default"
            ml="auto"
            onClick={() => void editing?.save().then((saved) => download(saved, name))}
          >
            {t.modeller.download}
          </Button>
          <Button size="xs" loading={deploy.isPending} disabled={!editing} onClick={() => deploy.mutate()}>
            {t.modeller.deploy}
          </Button>
        </div>
        {found.length > 0 && <Findings found={found} onChoose={(element) => editing?.choose(element)} />}
      </footer>
    </div>
  );
}

interface VerdictProps {
  found: readonly shapes.FoundFault[];
  error: Error | null;
  isChecking: boolean;
}

function Verdict({ found, error, isChecking }: VerdictProps) {
  const faults = found.filter((each) => each.severity === "error").length;
  const said = error instanceof Problem ? error.message : t.modeller.verdict(faults, found.length - faults);
  return (
    <span role="status" className={error || faults > 0 ? css.bad : css.good}>
      {isChecking ? t.modeller.checking : said}
    </span>
  );
}

function download(text: string, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/xml" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
