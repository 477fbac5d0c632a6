/** A BPMN model as a picture to move about in, with what is the matter drawn over it. */
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import { ActionIcon } from "@mantine/core";
import { IconFocusCentered, IconMinus, IconPlus } from "@tabler/icons-react";
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import type DiagramCanvas from "diagram-js/lib/core/Canvas";
import type EventBus from "diagram-js/lib/core/EventBus";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { Failure } from "../../components/states";
import { t } from "../../messages";
import { colours, type } from "../colours";
import "../diagrams.css";
import css from "../frame.module.css";
import { fit } from "./fit";
import { layers, show, type Shown } from "./layers";
import { MOVED, type Moved, type Moving } from "./layers/moving";
import { drawn } from "./layout";

export interface BpmnProps extends Shown {
  xml: string;
  /** What the picture shows, for who does not see it. */
  label: string;
  onChoose?: (element: string | null) => void;
  /** With it tokens can be dragged. */
  onMove?: (moved: Moved) => void;
}

interface Clicked {
  element: {
    id: string;
    type?: string;
    parent?: unknown;
    labelTarget?: { id: string };
  };
}

const ROOTS = new Set(["bpmn:Process", "bpmn:Collaboration"]);

export default function Canvas({ xml, label, onChoose, onMove, ...shown }: BpmnProps) {
  const place = useRef<HTMLDivElement>(null);
  const [viewer, setViewer] = useState<NavigatedViewer | null>(null);
  const [error, setError] = useState<unknown>(null);
  const choose = useEffectEvent(({ element }: Clicked) => {
    const isGround = !element.parent || ROOTS.has(element.type ?? "");
    onChoose?.(isGround ? null : (element.labelTarget?.id ?? element.id));
  });
  const move = useEffectEvent(({ from, to }: Moved) => onMove?.({ from, to }));

  useEffect(() => {
    if (!place.current) return;
    const made = new NavigatedViewer({
      container: place.current,
      additionalModules: layers,
      bpmnRenderer: colours,
      textRenderer: type,
    });
    let isCurrent = true;
    drawn(xml)
      .then((picture) => made.importXML(picture))
      .then(() => {
        if (!isCurrent) return;
        fit(made.get<DiagramCanvas>("canvas"));
        made.get<EventBus>("eventBus").on("element.click", choose);
        made.get<EventBus>("eventBus").on(MOVED, move);
        setError(null);
        setViewer(made);
      })
      .catch((reason: unknown) => isCurrent && setError(reason));
    return () => {
      isCurrent = false;
      setViewer(null);
      made.destroy();
    };
  }, [xml]);

  useEffect(() => {
    if (!viewer) return;
    show(viewer, shown);
    viewer.get<Moving>("tvMoving").allow(onMove !== undefined);
  });

  return (
    <div className={css.frame}>
      <div ref={place} className={css.place} role="group" aria-label={label} />
      {error !== null && <Failure error={error} />}
      {viewer && <Zoom canvas={viewer.get<DiagramCanvas>("canvas")} />}
    </div>
  );
}

const STEP = 1.25;
function Zoom({ canvas }: { canvas: DiagramCanvas }) {
  const by = (factor: number) => () => canvas.zoom(canvas.zoom() * factor);
  return (
    <div className={css.zoom}>
      <ActionIcon aria-label={t.diagrams.closer} onClick={by(STEP)}>
        <IconPlus size={16} stroke={1.5} />
      </ActionIcon>
      <ActionIcon aria-label={t.diagrams.farther} onClick={by(1 / STEP)}>
        <IconMinus size={16} stroke={1.5} />
      </ActionIcon>
      <ActionIcon aria-label={t.diagrams.whole} onClick={() => fit(canvas)}>
        <IconFocusCentered size={16} stroke={1.5} />
      </ActionIcon>
    </div>
  );
}
