/** One question after another, each in the way that fits its kind. */
import { Checkbox, MultiSelect, NumberInput, Textarea, TextInput } from "@mantine/core";
import type { shapes } from "../../api";
import css from "./form.module.css";
import { List } from "./list";
import { FEW, key, named, original } from "./options";
import { Anything, Choice, Files, type Upload } from "./parts";
import { at as valueAt, type Faults, type IsHidden, type Values } from "./values";

type Field = shapes.FormField;

export interface At {
  id: string;
  values: Values;
  faults: Faults;
  isHidden: IsHidden;
  isReadOnly: boolean;
  change: (path: string, value: unknown) => void;
  upload?: Upload;
}

const GRID = 16;

export function Fields({ fields, at }: { fields: readonly Field[]; at: At }) {
  return (
    <div className={css.fields}>
      {fields
        .filter((field) => !at.isHidden(field))
        .map((field) => (
          <div
            key={`${field.id} ${field.path}`}
            style={{ gridColumn: `span ${columns(field)}` }}
            className={css.field}
          >
            <Asked field={field} at={at} />
          </div>
        ))}
    </div>
  );
}

const columns = ({ layout, type }: Field): number => {
  const wanted = Number(layout["columns"]);
  return wanted > 0 && wanted <= GRID && type !== "group" ? wanted : GRID;
};

function Asked({ field, at }: { field: Field; at: At }) {
  if (field.type === "group")
    return (
      <fieldset className={css.group}>
        <legend>{field.label}</legend>
        {field.description && <p className={css.hint}>{field.description}</p>}
        <Fields fields={field.fields} at={at} />
      </fieldset>
    );
  if (field.type === "list") return <List field={field} at={at} />;
  return <One field={field} at={at} />;
}

export function One({ field, at }: { field: Field; at: At }) {
  const value = valueAt(at.values, field.path);
  const isFixed = field.read_only || at.isReadOnly;
  const set = (next: unknown) => at.change(field.path, next);
  const shared = {
    id: `${at.id}-${field.path}`,
    label: field.label,
    description: field.description,
    required: field.required && !isFixed,
    withAsterisk: field.required && !isFixed,
    error: at.faults[field.path],
    size: "sm" as const,
  };
  const written = { ...shared, readOnly: isFixed, classNames: isFixed ? { input: css.fixed } : undefined };
  switch (field.type) {
    case "text":
      return (
        <Textarea
          {...written}
          autosize
          minRows={3}
          maxRows={14}
          value={text(value)}
          onChange={(event) => set(event.currentTarget.value)}
        />
      );
    case "integer":
    case "number":
      return (
        <NumberInput
          {...written}
          value={typeof value === "number" || typeof value === "string" ? value : ""}
          allowDecimal={field.type === "number"}
          decimalScale={decimals(field)}
          hideControls
          onChange={(next) => set(next === "" ? null : next)}
        />
      );
    case "boolean":
      return (
        <Checkbox
          {...shared}
          disabled={isFixed}
          checked={value === true}
          onChange={(event) => set(event.currentTarget.checked)}
        />
      );
    case "date":
    case "time":
    case "date-time":
      return (
        <TextInput
          {...written}
          type={field.type === "date-time" ? "datetime-local" : field.type}
          value={field.type === "date-time" ? local(text(value)) : text(value)}
          onChange={(event) => set(moment(field, event.currentTarget.value))}
        />
      );
    case "enum":
      return <Choice field={field} value={value} set={set} shared={shared} isFixed={isFixed} />;
    case "multiple":
      return (
        <MultiSelect
          {...shared}
          disabled={isFixed}
          data={named(field)}
          value={Array.isArray(value) ? value.map((each) => key(each)) : []}
          onChange={(chosen) => set(chosen.map((each) => original(field, each)))}
          searchable={(field.options?.length ?? 0) > FEW}
        />
      );
    case "file":
    case "files":
      return (
        <Files field={field} value={value} set={set} shared={shared} isFixed={isFixed} upload={at.upload} />
      );
    case "any":
      return <Anything value={value} set={set} shared={written} />;
    default:
      return (
        <TextInput
          {...written}
          type={field.limits["text_format"] === "email" ? "email" : "text"}
          value={text(value)}
          onChange={(event) => set(event.currentTarget.value)}
        />
      );
  }
}

const text = (value: unknown): string =>
  typeof value === "string" ? value : value === null || value === undefined ? "" : JSON.stringify(value);
const decimals = ({ limits }: Field): number | undefined =>
  typeof limits["decimals"] === "number" ? limits["decimals"] : undefined;

const MINUTES = 16;
/** A moment as `datetime-local` has it, in the reader's time zone. */
function local(value: string): string {
  const found = new Date(value);
  if (Number.isNaN(found.getTime())) return "";
  return new Date(found.getTime() - found.getTimezoneOffset() * 60_000).toISOString().slice(0, MINUTES);
}
const moment = ({ type }: Field, value: string): string | null => {
  if (!value) return null;
  return type === "date-time" ? new Date(value).toISOString() : value;
};
