/** The diagram of a version with what is going on in all its instances. */
import { useQuery } from "@tanstack/react-query";
import type { shapes } from "../../../api";
import { Failure } from "../../../components/states";
import { BpmnDiagram } from "../../../diagrams/bpmn";
import { Ground } from "../../../diagrams/ground";
import { t } from "../../../messages";
import css from "../processes.module.css";
import { statistics, xml } from "../queries";

export function Overview({ definition }: { definition: shapes.Definition }) {
  const model = useQuery(xml(definition.id));
  const counts = useQuery(statistics(definition.id)).data?.activities ?? [];
  const of = (what: "tokens" | "incidents") =>
    Object.fromEntries(counts.map((each) => [each.activity_id, each[what]]));
  const sum = (what: "tokens" | "incidents") => counts.reduce((total, each) => total + each[what], 0);
  return (
    <section className={css.picture} aria-label={t.diagrams.of(definition.name ?? definition.key)}>
      {model.isPending && <Ground />}
      {model.isError && <Failure error={model.error} retry={() => void model.refetch()} />}
      {model.isSuccess && (
        <>
          <BpmnDiagram
            xml={model.data}
            label={t.diagrams.of(definition.name ?? definition.key)}
            tokens={of("tokens")}
            incidents={of("incidents")}
          />
          <div className={css.legend}>{t.processes.legend(sum("tokens"), sum("incidents"))}</div>
        </>
      )}
    </section>
  );
}
