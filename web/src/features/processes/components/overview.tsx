/** The diagram of a version with what is going on in all its instances. */
import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { shapes } from "../../../api";
import { Failure } from "../../../components/states";
import { BpmnDiagram, type Warmth } from "../../../diagrams/bpmn";
import { Ground } from "../../../diagrams/ground";
import { t } from "../../../messages";
import { lasting, seconds } from "../../../messages/durations";
import css from "../processes.module.css";
import { statistics, warmth, xml } from "../queries";

type View = "live" | "frequency" | "duration";

const VIEWS: View[] = ["live", "frequency", "duration"];

export function Overview({ definition }: { definition: shapes.Definition }) {
  const model = useQuery(xml(definition.id));
  const [view, setView] = useState<View>("live");
  const figures = useQuery({ ...warmth(definition.key), enabled: view !== "live" });
  const heat = heatOf(
    (figures.data?.items ?? []).filter((each) => each.process_definition_id === definition.id),
    view,
  );
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
            tokens={view === "live" ? of("tokens") : undefined}
            incidents={view === "live" ? of("incidents") : undefined}
            heat={heat}
          />
          <SegmentedControl
            className={css.begin}
            size="xs"
            aria-label={t.processes.view}
            data={VIEWS.map((value) => ({ value, label: t.processes[value] }))}
            value={view}
            onChange={(value) => setView(value)}
          />
          <div className={css.legend}>
            {view === "live" || !figures.isSuccess || Object.keys(heat).length > 0
              ? t.processes.legend(sum("tokens"), sum("incidents"))
              : t.processes.noFigures}
          </div>
        </>
      )}
    </section>
  );
}

function heatOf(figures: readonly shapes.Bottleneck[], view: View): Record<string, Warmth> {
  if (view === "live") return {};
  return Object.fromEntries(
    figures.map(({ activity_id, started, durations }) => [
      activity_id,
      view === "frequency"
        ? { value: started, text: t.processes.times(started) }
        : { value: seconds(durations.mean ?? "PT0S"), text: lasting(durations.mean) },
    ]),
  );
}
