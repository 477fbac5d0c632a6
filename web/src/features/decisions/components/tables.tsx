/** The tables of a model, the decision that is asked first; rules that matched are lit. */
import { IconAlertTriangle } from "@tabler/icons-react";
import type { shapes } from "../../../api";
import { Json } from "../../../components/facts";
import type { Decision, Model, Table } from "../../../diagrams/tables";
import { t } from "../../../messages";
import css from "../decisions.module.css";

interface TablesProps {
  model: Model;
  main: string;
  lit: Record<string, number[]>;
  findings: readonly shapes.FoundFault[];
}

export function Tables({ model, main, lit, findings }: TablesProps) {
  const sorted = [...model.decisions].sort(
    (one, other) => Number(other.id === main) - Number(one.id === main),
  );
  return (
    <div className={css.tables}>
      {sorted.map((each) => (
        <One
          key={each.id}
          of={each}
          lit={lit}
          doubts={findings.filter(({ element }) => element === each.name || element === each.id).length}
        />
      ))}
    </div>
  );
}

function One({ of, lit, doubts }: { of: Decision; lit: Record<string, number[]>; doubts: number }) {
  return (
    <section aria-label={of.name}>
      <h2 className={css.name}>
        {of.name}
        {doubts > 0 && (
          <span className={css.doubts}>
            <IconAlertTriangle size={14} aria-hidden /> {t.decisions.doubts(doubts)}
          </span>
        )}
      </h2>
      {of.table ? <Rules table={of.table} lit={lit[of.table.id]} name={of.name} /> : <Json value={of.text} />}
    </section>
  );
}

function Rules({ table, lit, name }: { table: Table; lit: number[] | undefined; name: string }) {
  const hasNotes = table.rules.some((rule) => rule.annotation);
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a wide table is scrolled by keyboard
    <div className={css.wide} role="group" aria-label={name} tabIndex={0}>
      <table className={css.rules}>
        <caption className="unseen">
          {name}: {table.hitPolicy}
        </caption>
        <thead>
          <tr>
            <th scope="col" title={table.hitPolicy}>
              {table.hitPolicy.slice(0, 1)}
            </th>
            {table.inputs.map((label, index) => (
              <th key={index} scope="col" className={css.when}>
                {label}
              </th>
            ))}
            {table.outputs.map((label, index) => (
              <th key={index} scope="col" className={css.then}>
                {label || t.decisions.output}
              </th>
            ))}
            {hasNotes && <th scope="col">{t.decisions.annotation}</th>}
          </tr>
        </thead>
        <tbody>
          {table.rules.map((rule) => (
            <tr key={rule.id || rule.number} data-lit={lit?.includes(rule.number) || undefined}>
              <th scope="row">
                {rule.number}
                {lit?.includes(rule.number) && <span className="unseen"> {t.decisions.matched}</span>}
              </th>
              {rule.inputs.map((text, index) => (
                <td key={index}>{text || "-"}</td>
              ))}
              {rule.outputs.map((text, index) => (
                <td key={index} className={css.then}>
                  {text}
                </td>
              ))}
              {hasNotes && <td className={css.note}>{rule.annotation}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
