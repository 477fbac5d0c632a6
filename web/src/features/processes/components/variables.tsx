/** The variables of an instance: their values, how they came about, and changing them. */
import { ActionIcon, Button } from "@mantine/core";
import { IconHistory, IconPencil, IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { shapes } from "../../../api";
import { Json } from "../../../components/facts";
import { Empty } from "../../../components/states";
import { t } from "../../../messages";
import { bytes } from "../../../messages/bytes";
import css from "../processes.module.css";
import { replay } from "../queries";
import { momentAfter } from "../replay";
import { VariableEditor } from "./variable-editor";
import { VariableHistory } from "./variable-history";

export function Variables({ of, at }: { of: shapes.InstanceDetails; at: number | undefined }) {
  const [edited, setEdited] = useState<string | null>(null);
  const [followed, setFollowed] = useState<string | null>(null);
  const journal = useInfiniteQuery(replay(of.id));
  const steps = journal.data?.pages.flatMap((page) => page.items) ?? [];
  const values: Record<string, Shown> =
    at === undefined ? now(of) : then(momentAfter(steps, at, of.process_definition_key).variables);
  const names = Object.keys(values).sort();
  const mayEdit = at === undefined && of.end_time === null;
  return (
    <div className={css.part}>
      {names.length === 0 && <Empty title={t.variables.none}>{t.variables.noneHint}</Empty>}
      {names.length > 0 && (
        <table className={css.table}>
          <caption className="unseen">{t.instances.variables}</caption>
          <thead>
            <tr>
              <th scope="col">{t.variables.name}</th>
              <th scope="col">{t.variables.value}</th>
              <th scope="col">{t.variables.type}</th>
              <th scope="col">
                <span className="unseen">{t.common.more}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {names.map((name) => (
              <tr key={name}>
                <td>
                  <code>{name}</code>
                </td>
                <td>
                  <Json value={values[name]?.text} />
                </td>
                <td className={css.quiet}>{values[name]?.type}</td>
                <td className={css.keys}>
                  <ActionIcon
                    size="sm"
                    aria-label={t.variables.history(name)}
                    onClick={() => setFollowed(name)}
                  >
                    <IconHistory size={15} stroke={1.6} />
                  </ActionIcon>
                  {mayEdit && (
                    <ActionIcon size="sm" aria-label={t.variables.edit(name)} onClick={() => setEdited(name)}>
                      <IconPencil size={15} stroke={1.6} />
                    </ActionIcon>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {mayEdit && (
        <Button
          mt="sm"
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} />}
          onClick={() => setEdited("")}
        >
          {t.variables.add}
        </Button>
      )}
      {edited !== null && (
        <VariableEditor
          of={of}
          name={edited}
          text={values[edited]?.json ?? ""}
          onClose={() => setEdited(null)}
        />
      )}
      {followed !== null && (
        <VariableHistory
          steps={steps}
          name={followed}
          process={of.process_definition_key}
          onClose={() => setFollowed(null)}
        />
      )}
    </div>
  );
}

interface Shown {
  text: string;
  json: string;
  type: string;
}

function now(of: shapes.InstanceDetails): Record<string, Shown> {
  return Object.fromEntries(
    Object.entries(of.variables).map(([name, given]) => {
      const { value, type, value_info: info } = given as shapes.TypedValue;
      return [
        name,
        info
          ? {
              ...written(null),
              text: t.variables.large(bytes(info.size_bytes)),
              type,
            }
          : { ...written(value), type },
      ];
    }),
  );
}

const then = (values: Record<string, unknown>): Record<string, Shown> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { ...written(value), type: "" }]));

const written = (value: unknown) => {
  const json = JSON.stringify(value, null, 2);
  return { json, text: typeof value === "string" ? value : json };
};
