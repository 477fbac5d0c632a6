/** Libraries that say nothing of their types: what we use of them. */

declare module "bpmn-auto-layout" {
  export function layoutProcess(xml: string): Promise<string>;
}

declare module "cmmn-js/lib/NavigatedViewer" {
  export default class Viewer {
    constructor(options: { container: HTMLElement });
    importXML(xml: string, done: (error: Error | null) => void): void;
    get<Service>(name: string): Service;
    on(
      event: string,
      listener: (event: { element: { id: string; businessObject?: { id: string } } }) => void,
    ): void;
    destroy(): void;
  }
}

declare module "cmmn-js/lib/Modeler" {
  export default class Modeler {
    constructor(options: { container: HTMLElement });
    importXML(xml: string, done: (error: Error | null) => void): void;
    saveXML(options: { format: boolean }, done: (error: Error | null, xml: string) => void): void;
    get<Service>(name: string): Service;
    on(event: string, listener: () => void): void;
    destroy(): void;
  }
}

declare module "dmn-js/lib/NavigatedViewer" {
  export default class Viewer {
    constructor(options: { container: HTMLElement });
    importXML(xml: string): Promise<{ warnings: string[] }>;
    getViews(): DmnView[];
    open(view: DmnView): Promise<unknown>;
    destroy(): void;
  }
  export interface DmnView {
    type: string;
    name?: string;
    element: { id: string; name?: string };
  }
}

declare module "dmn-js/lib/Modeler" {
  import type { DmnView } from "dmn-js/lib/NavigatedViewer";
  export default class Modeler {
    constructor(options: { container: HTMLElement });
    importXML(xml: string): Promise<{ warnings: string[] }>;
    saveXML(options: { format: boolean }): Promise<{ xml: string }>;
    getViews(): DmnView[];
    open(view: DmnView): Promise<unknown>;
    on(event: string, listener: () => void): void;
    destroy(): void;
  }
}

declare module "bpmn-js-properties-panel" {
  import type { ModuleDeclaration } from "didi";
  export const BpmnPropertiesPanelModule: ModuleDeclaration;
  export const BpmnPropertiesProviderModule: ModuleDeclaration;
  export const CamundaPlatformPropertiesProviderModule: ModuleDeclaration;
}

declare module "camunda-bpmn-moddle/resources/camunda.json" {
  const words: Record<string, unknown>;
  export default words;
}
