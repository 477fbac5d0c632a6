/** Keys that hold on the whole page, but not while something is written or a dialog is open. */
import { useEffect, useEffectEvent } from "react";

const WRITING = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]";
const OVER = "[role=dialog], [role=menu], [role=listbox]";

export type Keys = Record<string, () => void>;

export function useKeys(keys: Keys): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target as HTMLElement;
    if (target.closest(OVER) || document.querySelector("[role=dialog]")) return;
    if (target.closest(WRITING)) {
      if (event.key === "Escape") target.blur();
      return;
    }
    // what has the focus does what it does with Enter
    if (
      event.key === "Enter" &&
      target.closest("button, a, input, summary") &&
      !target.closest("[data-task]")
    )
      return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    const hear = (event: KeyboardEvent) => press(event);
    window.addEventListener("keydown", hear);
    return () => window.removeEventListener("keydown", hear);
  }, []);
}
