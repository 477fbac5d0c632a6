/** What is entered into a form: where it begins, what is wrong with it, and what is sent. */
import type { shapes } from "../../api";
import { t } from "../../messages";
import { number } from "../../messages/formats";

type Field = shapes.FormField;
export type Values = Record<string, unknown>;
/** What is wrong, by the path of the value. */
export type Faults = Record<string, string>;

export const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);

export function at(values: unknown, path: string): unknown {
  if (!path) return values;
  return path
    .split(".")
    .reduce<unknown>((found, name) => (found as Values | null | undefined)?.[name], values);
}

/** The values with another one at a path; what was given stays as it is. */
export function put(values: unknown, path: string, value: unknown): unknown {
  if (!path) return value;
  const [name = "", ...rest] = path.split(".");
  if (Array.isArray(values))
    return values.map((each, index) =>
      String(index) === name ? put(each, rest.join("."), value) : (each as unknown),
    );
  const before = (values ?? {}) as Values;
  return { ...before, [name]: put(before[name], rest.join("."), value) };
}

/** Fields with those of groups, but not of lists. */
export const flat = (fields: readonly Field[]): Field[] =>
  fields.flatMap((field) => (field.type === "group" ? flat(field.fields) : [field]));

/** The values that the fields have, and over them what was kept in a draft. */
export function beginning(form: shapes.Form, draft: Values = {}): Values {
  let found: unknown = {};
  for (const field of flat(form.fields)) {
    const kept = at(draft, field.path);
    const value = kept !== undefined && !field.read_only ? kept : field.value;
    found = put(found, field.path, value ?? (field.type === "boolean" ? false : null));
  }
  return found as Values;
}

export type IsHidden = (field: Field) => boolean;

/** What goes to the server: no field that is hidden or read-only, and nothing that was left empty. */
export function answers(form: shapes.Form, values: Values, isHidden: IsHidden): Values {
  let found: unknown = {};
  const take = (fields: readonly Field[]) => {
    for (const field of fields) {
      if (isHidden(field)) continue;
      if (field.type === "group") take(field.fields);
      else if (!field.read_only) {
        const value = at(values, field.path);
        if (!isNothing(value) || !isNothing(field.value)) found = put(found, field.path, sent(field, value));
      }
    }
  };
  take(form.fields);
  return found as Values;
}

const sent = (field: Field, value: unknown): unknown => {
  if (value === "" || value === undefined) return null;
  return field.limits["as_text"] && typeof value === "number" ? String(value) : value;
};

/** What can be seen to be wrong without asking the server, which looks at all of it again. */
export function faultsIn(form: shapes.Form, values: Values, isHidden: IsHidden): Faults {
  const found: Faults = {};
  const look = (fields: readonly Field[]) => {
    for (const field of fields) {
      if (isHidden(field)) continue;
      if (field.type === "group") look(field.fields);
      else if (!field.read_only) {
        const fault = faultOf(field, at(values, field.path));
        if (fault) found[field.path] = fault;
      }
    }
  };
  look(form.fields);
  return found;
}

export function faultOf(field: Field, value: unknown): string | null {
  if (isNothing(value) || (field.type === "boolean" && value === false && field.required))
    return field.required ? t.form.required : null;
  if (field.type === "integer" && !Number.isInteger(Number(value))) return t.form.integer;
  if (field.type === "number" && Number.isNaN(Number(value))) return t.form.number;
  for (const [name, limit] of Object.entries(field.limits)) {
    const fault = CHECKS[name]?.(value, Number(limit));
    if (fault) return fault;
  }
  return null;
}

type Check = (value: unknown, limit: number) => string | false;

const sized = (value: unknown): number => (Array.isArray(value) ? value.length : NaN);
const length = (value: unknown): number => (typeof value === "string" ? value.length : NaN);

const CHECKS: Record<string, Check> = {
  minimum: (value, limit) => Number(value) < limit && t.form.least(number(limit)),
  maximum: (value, limit) => Number(value) > limit && t.form.most(number(limit)),
  above: (value, limit) => Number(value) <= limit && t.form.above(number(limit)),
  below: (value, limit) => Number(value) >= limit && t.form.below(number(limit)),
  min_length: (value, limit) => length(value) < limit && t.form.shortest(limit),
  max_length: (value, limit) => length(value) > limit && t.form.longest(limit),
  min_items: (value, limit) => sized(value) < limit && t.form.fewest(limit),
  max_items: (value, limit) => sized(value) > limit && t.form.mostItems(limit),
};

/** What the server found wrong (`form/invalid`), beside the fields. */
export function faultsOf(facts: Record<string, unknown>): Faults {
  const errors = Array.isArray(facts["errors"]) ? (facts["errors"] as Record<string, unknown>[]) : [];
  return Object.fromEntries(
    errors.map((each) => [String(each["path"] ?? each["field"]), t.form.fault(String(each["expected"]))]),
  );
}
