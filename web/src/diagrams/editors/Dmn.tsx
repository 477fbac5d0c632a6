/** The editor of DMN: requirements, decision tables, expressions. */
import "dmn-js/dist/assets/diagram-js.css";
import "dmn-js/dist/assets/dmn-js-shared.css";
import "dmn-js/dist/assets/dmn-js-drd.css";
import "dmn-js/dist/assets/dmn-js-decision-table.css";
import "dmn-js/dist/assets/dmn-js-decision-table-controls.css";
import "dmn-js/dist/assets/dmn-js-literal-expression.css";
import "dmn-js/dist/assets/dmn-js-boxed-expression.css";
import "dmn-js/dist/assets/dmn-js-boxed-expression-controls.css";
import "dmn-js/dist/assets/dmn-font/css/dmn-embedded.css";
import Modeler from "dmn-js/lib/Modeler";
import type { DmnView } from "dmn-js/lib/NavigatedViewer";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { t } from "../../messages";
import type { EditorProps } from "./editing";
import css from "./editors.module.css";
import { touches } from "./touches";

export default function DmnEditor({ xml, label, onReady, onTouch, onError }: EditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const [modeler, setModeler] = useState<Modeler | null>(null);
  const [views, setViews] = useState<DmnView[]>([]);
  const ready = useEffectEvent(onReady);
  const touch = useEffectEvent(onTouch);
  const fail = useEffectEvent(onError);
  useEffect(() => {
    if (!place.current) return;
    const made = new Modeler({ container: place.current });
    const quiet = touches(place.current, () => touch());
    let isCurrent = true;
    made
      .importXML(xml)
      .then(() => {
        if (!isCurrent) return;
        setModeler(made);
        setViews(made.getViews());
        made.on("views.changed", () => setViews(made.getViews()));
        ready({
          save: async () => (await made.saveXML({ format: true })).xml,
          mark: () => undefined,
          choose: (id) => {
            const view = made.getViews().find(({ element }) => element.id === id || element.name === id);
            if (view) void made.open(view);
          },
        });
      })
      .catch((error: unknown) => isCurrent && fail(error));
    return () => {
      isCurrent = false;
      quiet();
      made.destroy();
    };
  }, [xml]);
  return (
    <div className={css.column}>
      <div className={css.views} role="group" aria-label={t.modeller.views}>
        {views.map((view) => (
          <button
            key={view.type + view.element.id}
            className={css.view}
            onClick={() => void modeler?.open(view)}
          >
            {view.type === "drd" ? t.modeller.requirements : (view.element.name ?? view.element.id)}
          </button>
        ))}
      </div>
      <div ref={place} className={css.light} role="group" aria-label={label} />
    </div>
  );
}
