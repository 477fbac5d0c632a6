/** A table of cases with what is expected of each, run by the server. */
import { ActionIcon, Alert, Button, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../api";
import { State } from "../../../components/facts";
import type { Input } from "../../../diagrams/tables";
import { t } from "../../../messages";
import css from "../decisions.module.css";
import { valueOf } from "../result";

interface Row {
  id: number;
  typed: Record<string, string>;
  expected: string;
}

const EXPECTED: Input = { id: "", name: "", type: "" };
const empty = (id: number): Row => ({ id, typed: {}, expected: "" });

export function Tests({ of, inputs }: { of: string; inputs: readonly Input[] }) {
  const [rows, setRows] = useState<Row[]>([empty(1)]);
  const run = useMutation({
    mutationFn: () =>
      api.testDecision(of, {
        cases: rows.map(({ id, typed, expected }) => ({
          name: String(id),
          inputs: Object.fromEntries(
            inputs.map((each) => [each.name, plain(valueOf(each, typed[each.name] ?? ""))]),
          ),
          expected: valueOf(EXPECTED, expected),
        })),
      }),
  });
  const change = (id: number, wanted: Partial<Row>) =>
    setRows((before) => before.map((row) => (row.id === id ? { ...row, ...wanted } : row)));
  const next = Math.max(0, ...rows.map((row) => row.id)) + 1;
  return (
    <div className={css.form}>
      {rows.map((row, index) => {
        const result = run.data?.cases[index] as
          { passed?: boolean; differences?: unknown[]; error?: string } | undefined;
        return (
          <fieldset key={row.id} className={css.case}>
            <legend>
              {t.decisions.case(index + 1)}{" "}
              {result && (
                <State tone={result.passed ? "good" : "bad"}>
                  {result.passed ? t.decisions.passed : t.decisions.failed}
                </State>
              )}
            </legend>
            {inputs.map((each) => (
              <TextInput
                key={each.id}
                size="xs"
                label={each.name}
                value={row.typed[each.name] ?? ""}
                onChange={(event) =>
                  change(row.id, { typed: { ...row.typed, [each.name]: event.currentTarget.value } })
                }
              />
            ))}
            <TextInput
              size="xs"
              label={t.decisions.expected}
              value={row.expected}
              onChange={(event) => change(row.id, { expected: event.currentTarget.value })}
            />
            {rows.length > 1 && (
              <ActionIcon
                aria-label={t.decisions.removeCase(index + 1)}
                onClick={() => setRows((before) => before.filter((each) => each.id !== row.id))}
              >
                <IconX size={14} />
              </ActionIcon>
            )}
            {result && !result.passed && (
              <p className={css.doubt}>{result.error ?? JSON.stringify(result.differences)}</p>
            )}
          </fieldset>
        );
      })}
      <div className={css.keys}>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} />}
          onClick={() => setRows((before) => [...before, empty(next)])}
        >
          {t.decisions.addCase}
        </Button>
        <Button size="xs" loading={run.isPending} onClick={() => run.mutate()}>
          {t.decisions.run}
        </Button>
      </div>
      <div aria-live="polite">
        {run.data && <p>{t.decisions.score(run.data.passed, run.data.passed + run.data.failed)}</p>}
        {run.isError && (
          <Alert color="red" variant="light" title={t.instances.notDone}>
            {run.error.message}
          </Alert>
        )}
      </div>
    </div>
  );
}

/** Cases of a test are plain: a number as it is, a date as its text. */
function plain(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("type" in value) || !("value" in value)) return value;
  return value.type === "Double" ? Number(value.value) : value.value;
}
