/** How well the targets of service were met. */
import type { shapes } from "../../../api";
import { Empty } from "../../../components/states";
import { t } from "../../../messages";
import css from "../monitoring.module.css";

const WHOLE = 100;

export function Compliance({ of }: { of: readonly shapes.SlaFigures[] }) {
  if (of.length === 0) return <Empty title={t.monitoring.noSla}>{t.monitoring.noSlaHint}</Empty>;
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">{t.monitoring.target}</th>
          <th scope="col">{t.monitoring.met}</th>
          <th scope="col">{t.monitoring.breached}</th>
          <th scope="col">{t.monitoring.atRisk}</th>
          <th scope="col">{t.monitoring.share}</th>
        </tr>
      </thead>
      <tbody>
        {of.map((each, index) => (
          <tr key={index}>
            <td>{typeof each.by["target"] === "string" ? each.by["target"] : t.common.none}</td>
            <td className="number">{each.met}</td>
            <td className="number">{each.breached + each.open_breached}</td>
            <td className="number">{each.open_at_risk}</td>
            <td className="number">
              {each.compliance === null ? t.common.none : `${Math.round(each.compliance * WHOLE)} %`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
