/** Asks a decision by a form, and shows what it answered. */
import { Alert, Button, Select, TextInput } from "@mantine/core";
import type { UseMutationResult } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { shapes } from "../../../api";
import { Facts } from "../../../components/facts";
import type { Input } from "../../../diagrams/tables";
import { t } from "../../../messages";
import css from "../decisions.module.css";
import { shownValue, valueOf } from "../result";

interface AskingProps {
  inputs: readonly Input[];
  ask: UseMutationResult<shapes.DecisionResult, Error, Record<string, unknown>>;
}

const TRUTHS = ["true", "false"];

export function Asking({ inputs, ask }: AskingProps) {
  const [typed, setTyped] = useState<Record<string, string>>({});
  const set = (name: string, text: string) => setTyped((before) => ({ ...before, [name]: text }));
  const send = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate(Object.fromEntries(inputs.map((each) => [each.name, valueOf(each, typed[each.name] ?? "")])));
  };
  return (
    <form className={css.form} onSubmit={send}>
      {inputs.map((each) =>
        each.type === "boolean" ? (
          <Select
            key={each.id}
            label={each.name}
            description={each.type}
            data={TRUTHS}
            clearable
            value={typed[each.name] ?? null}
            onChange={(value) => set(each.name, value ?? "")}
            clearButtonProps={{ "aria-label": t.common.remove }}
          />
        ) : (
          <TextInput
            key={each.id}
            label={each.name}
            description={each.type || undefined}
            inputMode={each.type === "number" ? "decimal" : undefined}
            value={typed[each.name] ?? ""}
            onChange={(event) => set(each.name, event.currentTarget.value)}
          />
        ),
      )}
      <Button type="submit" size="xs" loading={ask.isPending}>
        {t.decisions.go}
      </Button>
      <div aria-live="polite">
        {ask.isError && (
          <Alert color="red" variant="light" title={t.instances.notDone}>
            {ask.error.message}
          </Alert>
        )}
        {ask.data && <Answer result={ask.data} />}
      </div>
    </form>
  );
}

function Answer({ result }: { result: shapes.DecisionResult }) {
  return (
    <div className={css.answer}>
      <span className={css.quiet}>{t.decisions.answer}</span>
      <output className={css.value}>{shownValue(result.value)}</output>
      <Facts
        facts={Object.entries(result.decisions).map(([name, value]) => [name, shownValue(value)] as const)}
      />
      {result.warnings.map((each, index) => (
        <p key={index} className={css.doubt}>
          {shownValue(each["message"])}
        </p>
      ))}
    </div>
  );
}
