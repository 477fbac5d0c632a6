/** Where work waits longest. */
import { Link } from "@tanstack/react-router";
import type { shapes } from "../../../api";
import { State } from "../../../components/facts";
import { Empty } from "../../../components/states";
import { t } from "../../../messages";
import { lasting } from "../../../messages/durations";
import css from "../monitoring.module.css";

export function Bottlenecks({ of }: { of: readonly shapes.Bottleneck[] }) {
  if (of.length === 0) return <Empty title={t.monitoring.noBottlenecks} />;
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">{t.monitoring.where}</th>
          <th scope="col">{t.monitoring.waiting}</th>
          <th scope="col">{t.monitoring.mean}</th>
          <th scope="col">{t.monitoring.severity}</th>
        </tr>
      </thead>
      <tbody>
        {of.map((each) => (
          <tr key={each.process_definition_id + each.activity_id}>
            <td>
              <Link to="/processes/definitions/$key" params={{ key: each.process_definition_key }}>
                {each.name ?? each.activity_id}
              </Link>
              <div className={css.quiet}>{each.process_definition_key}</div>
            </td>
            <td className="number">{each.active}</td>
            <td className="number">{lasting(each.durations.mean)}</td>
            <td>
              <State tone={each.severity === "low" ? "plain" : each.severity === "medium" ? "warn" : "bad"}>
                {t.monitoring.severities[each.severity] ?? each.severity}
              </State>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
