/** Whether everything works, and how much is open. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { shapes } from "../../../api";
import { Facts, State } from "../../../components/facts";
import { Failure, LoadingRows } from "../../../components/states";
import { t } from "../../../messages";
import { number } from "../../../messages/formats";
import css from "../administration.module.css";
import { health, topics } from "../queries";
import { When } from "./table";

export function HealthOfAll() {
  const found = useQuery(health);
  const asked = useQuery(topics);
  if (found.isPending) return <LoadingRows />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const { engine, dependencies, counts, version, sign_in } = found.data;
  const { database } = dependencies;
  return (
    <div className={css.health}>
      <Facts
        facts={[
          [
            t.administer.engine,
            <Works key="engine" of={engine} more={t.administer.scheduler} isMore={engine.scheduler} />,
          ],
          [
            `${t.administer.database} (${database.type})`,
            <Works
              key="database"
              of={database}
              more={database.latency_ms === null ? "" : t.administer.latency(database.latency_ms)}
              isMore={database.latency_ms !== null}
            />,
          ],
          [t.administer.serverVersion, version],
          [t.administer.signIn, t.administer.signIns[sign_in]],
        ]}
      />
      {counts && (
        <>
          <h2>{t.administer.open}</h2>
          <div className={css.counts}>
            {Object.entries(t.administer.counts).map(([name, title]) => (
              <div key={name} className={css.count}>
                <b>{number(counts[name as keyof shapes.Counts])}</b>
                {title}
              </div>
            ))}
          </div>
        </>
      )}
      {asked.data && asked.data.topics.length > 0 && <Topics of={asked.data.topics} />}
    </div>
  );
}

interface WorksProps {
  of: { status: shapes.EngineHealth["status"]; reason: string | null };
  more: string;
  isMore: boolean;
}

function Works({ of, more, isMore }: WorksProps): ReactNode {
  const isWell = of.status === "healthy";
  return (
    <>
      <State tone={isWell ? "good" : "bad"}>{isWell ? t.administer.healthy : t.administer.unhealthy}</State>{" "}
      <span className={css.quiet}>{of.reason ?? (isMore ? more : "")}</span>
    </>
  );
}

function Topics({ of }: { of: shapes.Topic[] }) {
  return (
    <>
      <h2 id="topics">{t.administer.topics}</h2>
      <table className={css.topics} aria-labelledby="topics">
        <thead>
          <tr>
            <th scope="col">{t.administer.id}</th>
            <th scope="col">{t.administer.asked}</th>
            <th scope="col">{t.administer.atOnce}</th>
            <th scope="col">{t.administer.perMinute}</th>
          </tr>
        </thead>
        <tbody>
          {of.map(({ name, asked_at, at_once, per_minute }) => (
            <tr key={name}>
              <td>
                <code>{name}</code>
              </td>
              <td>
                <When at={asked_at} />
              </td>
              <td>{at_once ?? t.common.none}</td>
              <td>{per_minute ?? t.common.none}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
