/** The diagram of an instance, as it is now or as it was after a step of its journal. */
import { Button } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { type UseQueryResult, useInfiniteQuery } from "@tanstack/react-query";
import type { shapes } from "../../../api";
import { Failure } from "../../../components/states";
import { BpmnDiagram } from "../../../diagrams/bpmn";
import type { Element } from "../../../diagrams/elements";
import { Ground } from "../../../diagrams/ground";
import { t } from "../../../messages";
import css from "../processes.module.css";
import { replay } from "../queries";
import { momentAfter } from "../replay";
import type { Move } from "./modification";
import { Player } from "./player";

interface PictureProps {
  of: shapes.InstanceDetails;
  model: UseQueryResult<string>;
  elements: ReadonlyMap<string, Element>;
  /** The step that is shown; without one it is now. */
  at: number | undefined;
  onAt: (step: number | undefined) => void;
  chosen: string | null;
  onChoose: (element: string | null) => void;
  onMove: ((move: Move) => void) | undefined;
}

export function Picture({ of, model, elements, at, onAt, chosen, onChoose, onMove }: PictureProps) {
  const journal = useInfiniteQuery(replay(of.id));
  const steps = journal.data?.pages.flatMap((page) => page.items) ?? [];
  const shown = momentAfter(steps, at ?? steps.length, of.process_definition_key);
  const name = of.process_definition_name ?? of.process_definition_key;
  return (
    <section aria-label={t.instances.diagram}>
      <div className={css.picture}>
        {model.isPending && <Ground />}
        {model.isError && <Failure error={model.error} retry={() => void model.refetch()} />}
        {model.isSuccess && (
          <BpmnDiagram
            xml={model.data}
            label={t.diagrams.of(name)}
            tokens={shown.tokens}
            incidents={shown.incidents}
            path={shown.path}
            chosen={chosen}
            onChoose={onChoose}
            onMove={at === undefined ? onMove : undefined}
          />
        )}
        {at === undefined && steps.length > 0 && (
          <div className={css.begin}>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPlayerPlay size={14} stroke={1.6} />}
              onClick={() => onAt(0)}
            >
              {t.replay.open}
            </Button>
          </div>
        )}
      </div>
      {journal.isError && <Failure error={journal.error} retry={() => void journal.refetch()} />}
      {at !== undefined && (
        <Player
          steps={steps}
          at={Math.min(at, steps.length)}
          onAt={onAt}
          elements={elements}
          definition={of.process_definition_id}
          more={journal.hasNextPage ? () => void journal.fetchNextPage() : undefined}
        />
      )}
    </section>
  );
}
