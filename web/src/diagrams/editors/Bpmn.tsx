/** The editor of BPMN with the properties that our engine reads. */
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "bpmn-js/dist/assets/bpmn-font/css/bpmn-embedded.css";
import "@bpmn-io/properties-panel/dist/assets/properties-panel.css";
import Modeler from "bpmn-js/lib/Modeler";
import {
  BpmnPropertiesPanelModule,
  BpmnPropertiesProviderModule,
  CamundaPlatformPropertiesProviderModule,
} from "bpmn-js-properties-panel";
import camunda from "camunda-bpmn-moddle/resources/camunda.json";
import type Canvas from "diagram-js/lib/core/Canvas";
import type ElementRegistry from "diagram-js/lib/core/ElementRegistry";
import type Selection from "diagram-js/lib/features/selection/Selection";
import { useEffect, useEffectEvent, useRef } from "react";
import { t } from "../../messages";
import choice from "../bpmn/layers/choice";
import findings, { type Findings } from "../bpmn/layers/findings";
import { drawn } from "../bpmn/layout";
import { fit } from "../bpmn/fit";
import { colours, type as letters } from "../colours";
import "../diagrams.css";
import type { EditorProps } from "./editing";
import css from "./editors.module.css";

export default function BpmnEditor({ xml, label, onReady, onTouch, onError }: EditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const ready = useEffectEvent(onReady);
  const touch = useEffectEvent(onTouch);
  const fail = useEffectEvent(onError);
  useEffect(() => {
    if (!place.current || !panel.current) return;
    const modeler = new Modeler({
      container: place.current,
      propertiesPanel: { parent: panel.current },
      additionalModules: [
        BpmnPropertiesPanelModule,
        BpmnPropertiesProviderModule,
        CamundaPlatformPropertiesProviderModule,
        findings,
        choice,
      ],
      moddleExtensions: { camunda },
      bpmnRenderer: colours,
      textRenderer: letters,
    });
    let isCurrent = true;
    drawn(xml)
      .then((picture) => modeler.importXML(picture))
      .then(() => {
        if (!isCurrent) return;
        fit(modeler.get<Canvas>("canvas"));
        modeler.on("commandStack.changed", () => touch());
        ready({
          save: async () => (await modeler.saveXML({ format: true })).xml ?? "",
          mark: (found) => modeler.get<Findings>("tvFindings").show(found),
          choose: (id) => {
            const element = modeler.get<ElementRegistry>("elementRegistry").get(id);
            if (!element) return;
            modeler.get<Selection>("selection").select(element);
            modeler.get<Canvas>("canvas").scrollToElement(element);
          },
        });
      })
      .catch((error: unknown) => isCurrent && fail(error));
    return () => {
      isCurrent = false;
      modeler.destroy();
    };
  }, [xml]);
  return (
    <div className={css.pair}>
      <div ref={place} className={css.ground} role="group" aria-label={label} />
      <div ref={panel} className={css.panel} role="group" aria-label={t.modeller.properties} />
    </div>
  );
}
