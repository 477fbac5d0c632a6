/** What one chooses from, as controls have it: as texts. */
import type { shapes } from "../../api";

type Field = shapes.FormField;

export const FEW = 5;

export const key = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
export const named = (field: Field) =>
  (field.options ?? []).map(({ value, label }) => ({ value: key(value), label }));
export const original = (field: Field, chosen: string): unknown =>
  field.options?.find(({ value }) => key(value) === chosen)?.value ?? chosen;
