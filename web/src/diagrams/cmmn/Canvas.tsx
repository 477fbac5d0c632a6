/** A CMMN model as a picture, with the states of its plan items. cmmn-js is archived upstream: it is used here and in the modeller only. */
import "cmmn-js/dist/assets/diagram-js.css";
import NavigatedViewer from "cmmn-js/lib/NavigatedViewer";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { Failure } from "../../components/states";
import "../diagrams.css";
import css from "../frame.module.css";
import "./cmmn.css";

export interface CmmnProps {
  xml: string;
  label: string;
  /** The states of plan items by their ids in the model. */
  states: Record<string, string>;
  chosen?: string | null;
  onChoose?: (item: string | null) => void;
}

/** What of cmmn-js' canvas is used; it is of an older diagram-js than that of bpmn-js. */
interface OldCanvas {
  zoom(to?: "fit-viewport" | number, center?: "auto"): number;
  addMarker(id: string, name: string): void;
  removeMarker(id: string, name: string): void;
}
interface OldRegistry {
  get(id: string): unknown;
}

const MARGIN = 0.94;

function fit(canvas: OldCanvas): void {
  canvas.zoom("fit-viewport", "auto");
  canvas.zoom(canvas.zoom() * MARGIN, "auto");
}

export default function Canvas({ xml, label, states, chosen = null, onChoose }: CmmnProps) {
  const place = useRef<HTMLDivElement>(null);
  const [viewer, setViewer] = useState<NavigatedViewer | null>(null);
  const [error, setError] = useState<unknown>(null);
  const choose = useEffectEvent((id: string) => onChoose?.(id));

  useEffect(() => {
    if (!place.current) return;
    const made = new NavigatedViewer({ container: place.current });
    let isCurrent = true;
    made.importXML(xml, (reason) => {
      if (!isCurrent) return;
      setError(reason);
      if (reason) return;
      fit(made.get<OldCanvas>("canvas"));
      made.on("element.click", ({ element }) => choose(element.businessObject?.id ?? element.id));
      setViewer(made);
    });
    return () => {
      isCurrent = false;
      setViewer(null);
      made.destroy();
    };
  }, [xml]);

  useEffect(() => {
    if (!viewer) return;
    const [canvas, registry] = [viewer.get<OldCanvas>("canvas"), viewer.get<OldRegistry>("elementRegistry")];
    const marks = Object.entries(states).map(([id, state]) => [id, `tv-state-${state}`] as const);
    const shown = [...marks, ...(chosen ? [[chosen, "tv-chosen"] as const] : [])].filter(([id]) =>
      registry.get(id),
    );
    for (const [id, name] of shown) canvas.addMarker(id, name);
    return () => {
      for (const [id, name] of shown) if (registry.get(id)) canvas.removeMarker(id, name);
    };
  }, [viewer, states, chosen]);

  return (
    <div className={css.frame}>
      <div ref={place} className={`${css.place} tv-viewer`} role="group" aria-label={label} />
      {error !== null && <Failure error={error} />}
    </div>
  );
}
