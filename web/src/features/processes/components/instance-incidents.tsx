/** The open incidents of an instance. */
import { IconCircleCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { shapes } from "../../../api";
import { Empty } from "../../../components/states";
import { type Element, nameIn } from "../../../diagrams/elements";
import { t } from "../../../messages";
import { ago, moment } from "../../../messages/formats";
import css from "../processes.module.css";

interface IncidentsProps {
  of: shapes.InstanceDetails;
  elements: ReadonlyMap<string, Element>;
}

export function InstanceIncidents({ of, elements }: IncidentsProps) {
  if (of.incidents.length === 0) return <Empty icon={IconCircleCheck} title={t.incidents.none} />;
  return (
    <div className={css.part}>
      {of.incidents.map((each) => (
        <div key={each.id} className={css.node} data-failed>
          <div className={css.open}>
            <Link
              to="/incidents"
              search={{
                cause: `${each.process_definition_key}/${each.activity_id}/${each.code}`,
                incident: each.id,
              }}
            >
              {nameIn(elements, each.activity_id)}
            </Link>
            <code>{each.code}</code>
            <span className={css.quiet} title={moment(each.created)}>
              {ago(each.created)}
            </span>
          </div>
          <div className={css.wait}>{each.incident_message}</div>
        </div>
      ))}
    </div>
  );
}
