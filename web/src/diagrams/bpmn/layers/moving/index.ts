/** Tokens can be dragged to another element; what comes of it is for who listens to `tv.move`. */
import type Canvas from "diagram-js/lib/core/Canvas";
import type EventBus from "diagram-js/lib/core/EventBus";

export interface Moved {
  from: string;
  to: string;
}

export const MOVED = "tv.move";
const FAR = 4;

export class Moving {
  static $inject = ["canvas", "eventBus"];
  private isOn = false;

  constructor(
    canvas: Canvas,
    private readonly events: EventBus,
  ) {
    const container = canvas.getContainer();
    const begin = (event: PointerEvent) => this.begin(event);
    container.addEventListener("pointerdown", begin, true);
    events.once("diagram.destroy", () => container.removeEventListener("pointerdown", begin, true));
  }

  allow(isOn: boolean): void {
    this.isOn = isOn;
  }

  private begin(start: PointerEvent): void {
    const badge = (start.target as Element).closest<HTMLElement>(".tv-badge-tokens");
    const from = badge?.dataset["at"];
    if (!this.isOn || !badge || !from) return;
    start.preventDefault();
    start.stopPropagation();
    const moved = new AbortController();
    const drag = ({ clientX, clientY }: PointerEvent) => {
      badge.classList.add("tv-dragged");
      badge.style.translate = `${clientX - start.clientX}px ${clientY - start.clientY}px`;
    };
    const drop = ({ clientX, clientY }: PointerEvent) => {
      moved.abort();
      badge.style.translate = "";
      const to = elementAt(clientX, clientY);
      badge.classList.remove("tv-dragged");
      const isFar = Math.hypot(clientX - start.clientX, clientY - start.clientY) > FAR;
      if (isFar && to && to !== from) this.events.fire(MOVED, { from, to });
    };
    window.addEventListener("pointermove", drag, { signal: moved.signal });
    window.addEventListener("pointerup", drop, { signal: moved.signal });
    window.addEventListener("pointercancel", drop, { signal: moved.signal });
  }
}

const elementAt = (x: number, y: number): string | undefined =>
  document
    .elementsFromPoint(x, y)
    .map((each) => each.closest<SVGElement>(".djs-shape")?.dataset["elementId"])
    .find((id) => id !== undefined);

export default { __init__: ["tvMoving"], tvMoving: ["type", Moving] };
