/** Timers, continuations and work that the instance waits for. */
import { useQuery } from "@tanstack/react-query";
import type { shapes } from "../../../api";
import { Empty, Failure, LoadingRows } from "../../../components/states";
import { type Element, nameIn } from "../../../diagrams/elements";
import { t } from "../../../messages";
import { ago, moment } from "../../../messages/formats";
import css from "../processes.module.css";
import { jobs } from "../queries";

interface JobsProps {
  of: shapes.InstanceDetails;
  elements: ReadonlyMap<string, Element>;
}

export function Jobs({ of, elements }: JobsProps) {
  const found = useQuery(jobs(of.id));
  if (found.isPending) return <LoadingRows rows={3} />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  if (found.data.items.length === 0) return <Empty title={t.jobs.none} />;
  return (
    <div className={css.part}>
      <table className={css.table}>
        <caption className="unseen">{t.instances.jobs}</caption>
        <thead>
          <tr>
            <th scope="col">{t.jobs.at}</th>
            <th scope="col">{t.jobs.kind}</th>
            <th scope="col">{t.jobs.due}</th>
            <th scope="col">{t.jobs.retries}</th>
            <th scope="col">{t.jobs.worker}</th>
            <th scope="col">{t.jobs.error}</th>
          </tr>
        </thead>
        <tbody>
          {found.data.items.map((job) => (
            <tr key={job.id}>
              <td>{job.activity_id ? nameIn(elements, job.activity_id) : t.common.none}</td>
              <td>
                {job.kind}
                {job.topic && (
                  <>
                    {" "}
                    <code>{job.topic}</code>
                  </>
                )}
              </td>
              <td title={moment(job.due)}>{ago(job.due)}</td>
              <td className="number">{job.retries}</td>
              <td>{job.lease_owner ?? t.common.none}</td>
              <td>{job.error_message ?? t.common.none}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
