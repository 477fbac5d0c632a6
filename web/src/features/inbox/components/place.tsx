/** Where the task stands in its model, and the way that led to it. */
import { useQuery } from "@tanstack/react-query";
import type { shapes } from "../../../api";
import { Empty, Failure } from "../../../components/states";
import { BpmnDiagram } from "../../../diagrams/bpmn";
import { Ground } from "../../../diagrams/ground";
import { t } from "../../../messages";
import css from "../inbox.module.css";
import { path, xml } from "../queries";

const IS_CASE = /<(\w+:)?definitions[^>]*CMMN/i;

export function Place({ of }: { of: shapes.TaskDetails }) {
  const model = useQuery(xml(of.process_definition_id));
  const steps = useQuery(path(of.process_instance_id)).data?.items ?? [];
  if (model.isPending) return <Ground />;
  if (model.isError) return <Failure error={model.error} retry={() => void model.refetch()} />;
  if (IS_CASE.test(model.data)) return <Empty title={t.inbox.noPlace} />;
  return (
    <div className={css.diagram}>
      <BpmnDiagram
        xml={model.data}
        label={t.diagrams.of(of.process_definition_name ?? of.process_definition_key)}
        tokens={{ [of.task_definition_key]: 1 }}
        path={steps.flatMap((each) => [
          each.activity_id,
          ...(each.transition_id ? [each.transition_id] : []),
        ])}
        chosen={of.task_definition_key}
      />
    </div>
  );
}
