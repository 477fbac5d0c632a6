/** Two versions side by side, with what differs drawn on both. */
import { useQueries } from "@tanstack/react-query";
import type { shapes } from "../../../api";
import { Failure } from "../../../components/states";
import { BpmnDiagram, type Change } from "../../../diagrams/bpmn";
import { difference } from "../../../diagrams/bpmn/difference";
import { Ground } from "../../../diagrams/ground";
import { t } from "../../../messages";
import { xml } from "../queries";
import css from "./comparison.module.css";

const KINDS: Change[] = ["added", "removed", "changed", "moved"];

export function Comparison({ one, other }: { one: shapes.Definition; other: shapes.Definition }) {
  const [older, newer] = one.version < other.version ? [one, other] : [other, one];
  const [before, after] = useQueries({
    queries: [xml(older.id), xml(newer.id)],
  });
  const error = before.error ?? after.error;
  if (error) return <Failure error={error} />;
  if (!before.data || !after.data)
    return (
      <div className={css.pair}>
        <Ground />
        <Ground />
      </div>
    );
  const found = difference(before.data, after.data);
  const changes = { ...found.older, ...found.newer };
  const counts = KINDS.map(
    (kind) => [kind, Object.values(changes).filter((each) => each === kind).length] as const,
  );
  return (
    <section aria-label={t.processes.comparing(older.version, newer.version)}>
      <p className={css.told}>
        <b>{t.processes.comparing(older.version, newer.version)}</b>
        {counts
          .filter(([, count]) => count > 0)
          .map(([kind, count]) => (
            <span key={kind} className={css[kind]}>
              {count} {t.processes[kind]}
            </span>
          ))}
        {Object.keys(changes).length === 0 && <span>{t.processes.same}</span>}
      </p>
      <div className={css.pair}>
        <BpmnDiagram
          xml={before.data}
          label={t.processes.versionOf(older.version, older.latest)}
          difference={found.older}
        />
        <BpmnDiagram
          xml={after.data}
          label={t.processes.versionOf(newer.version, newer.latest)}
          difference={found.newer}
        />
      </div>
    </section>
  );
}
