/** Open tasks by person and by group. */
import type { shapes } from "../../../api";
import { Empty } from "../../../components/states";
import { t } from "../../../messages";
import css from "../monitoring.module.css";

export function Workload({ of }: { of: shapes.TaskStatistics }) {
  if (of.open.open === 0) return <Empty title={t.monitoring.noWork} />;
  return (
    <>
      <Rows title={t.monitoring.byPerson} rows={of.by_person} />
      <Rows title={t.monitoring.byGroup} rows={of.by_group} />
    </>
  );
}

const WHOLE = 100;

function Rows({ title, rows }: { title: string; rows: readonly shapes.TaskCounts[] }) {
  if (rows.length === 0) return null;
  const most = Math.max(...rows.map((each) => each.open));
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">{title}</th>
          <th scope="col">{t.monitoring.open}</th>
          <th scope="col">{t.monitoring.late}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((each) => (
          <tr key={each.name ?? ""}>
            <td>{each.name ?? t.monitoring.nobody}</td>
            <td>
              <div className={css.amount}>
                <span className="number">{each.open}</span>
                <span className={css.bar} style={{ width: `${(WHOLE * each.open) / most}%` }} aria-hidden />
              </div>
            </td>
            <td className="number">{each.overdue}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
