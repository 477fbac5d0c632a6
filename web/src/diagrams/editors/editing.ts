import type { Finding } from "../bpmn/layers";

/** What an editor of any notation can do for who holds it. */
export interface Editing {
  /** The model as a file. */
  save(): Promise<string>;
  /** Marks faults where they are; a notation that cannot leaves it. */
  mark(findings: readonly Finding[]): void;
  /** Shows one element. */
  choose(element: string): void;
}

export interface EditorProps {
  xml: string;
  label: string;
  /** It can be worked with now. */
  onReady: (editing: Editing) => void;
  /** Something may have changed. */
  onTouch: () => void;
  onError: (error: unknown) => void;
}
