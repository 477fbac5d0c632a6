/** Which fields are hidden with what has been entered so far; what reads FEEL comes only with forms that need it. */
import { useEffect, useState } from "react";
import type { shapes } from "../../api";
import { flat, type IsHidden, type Values } from "./values";

type Evaluate = (expression: string, context: Values) => { value: unknown };

const conditioned = (fields: readonly shapes.FormField[]): boolean =>
  fields.some((field) => field.condition !== null || conditioned(field.fields));

/** Until FEEL is there, and where it cannot be read, as the server said. */
export function hiddenBy(evaluate: Evaluate | null, data: Values, values: Values): IsHidden {
  return (field) => {
    if (!evaluate || !field.condition) return field.hidden;
    try {
      return evaluate(field.condition.replace(/^\s*=/, ""), { ...data, ...values }).value === true;
    } catch {
      return field.hidden;
    }
  };
}

export function useHidden(form: shapes.Form, values: Values): IsHidden {
  const [evaluate, setEvaluate] = useState<Evaluate | null>(null);
  const isNeeded = conditioned(form.fields);
  useEffect(() => {
    if (!isNeeded) return;
    let isCurrent = true;
    void import("@bpmn-io/feelin").then((feel) => isCurrent && setEvaluate(() => feel.evaluate));
    return () => {
      isCurrent = false;
    };
  }, [isNeeded]);
  return hiddenBy(evaluate, form.data, values);
}

/** Whether anything is asked for at all. */
export const asksNothing = (form: shapes.Form): boolean => flat(form.fields).length === 0;
