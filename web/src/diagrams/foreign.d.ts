/** Libraries that say nothing of their types: what we use of them. */

declare module "bpmn-auto-layout" {
  export function layoutProcess(xml: string): Promise<string>;
}
