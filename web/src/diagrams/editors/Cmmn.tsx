/** The editor of CMMN; cmmn-js is archived upstream and lives behind this module and the viewer's. */
import "cmmn-js/dist/assets/diagram-js.css";
import "cmmn-js/dist/assets/cmmn-font/css/cmmn-embedded.css";
import Modeler from "cmmn-js/lib/Modeler";
import { useEffect, useEffectEvent, useRef } from "react";
import "../cmmn/cmmn.css";
import type { EditorProps } from "./editing";
import css from "./editors.module.css";
import { touches } from "./touches";

interface OldCanvas {
  zoom(to: "fit-viewport", center?: "auto"): void;
}
interface OldSelection {
  select(element: unknown): void;
}
interface OldRegistry {
  get(id: string): unknown;
}

export default function CmmnEditor({ xml, label, onReady, onTouch, onError }: EditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const ready = useEffectEvent(onReady);
  const touch = useEffectEvent(onTouch);
  const fail = useEffectEvent(onError);
  useEffect(() => {
    if (!place.current) return;
    const modeler = new Modeler({ container: place.current });
    const quiet = touches(place.current, () => touch());
    let isCurrent = true;
    modeler.importXML(xml, (error) => {
      if (!isCurrent) return;
      if (error) return fail(error);
      modeler.get<OldCanvas>("canvas").zoom("fit-viewport", "auto");
      ready({
        save: () =>
          new Promise((done, refuse) =>
            modeler.saveXML({ format: true }, (reason, saved) => (reason ? refuse(reason) : done(saved))),
          ),
        mark: () => undefined,
        choose: (id) => {
          const element = modeler.get<OldRegistry>("elementRegistry").get(id);
          if (element) modeler.get<OldSelection>("selection").select(element);
        },
      });
    });
    return () => {
      isCurrent = false;
      quiet();
      modeler.destroy();
    };
  }, [xml]);
  return <div ref={place} className={css.light} role="group" aria-label={label} />;
}
