/** One question after another, each in the way that fits its kind. */
import {
  Checkbox,
  FileInput,
  MultiSelect,
  NumberInput,
  Radio,
  Select,
  Stack,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useState } from "react";
import type { shapes } from "../../api";
import { t } from "../../messages";
import css from "./form.module.css";
import { List } from "./list";
import { at as valueAt, type Faults, type IsHidden, type Values } from "./values";

type Field = shapes.FormField;
export type Upload = (file: File) => Promise<unknown>;

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
const FEW = 5;

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

interface Shared {
  id: string;
  label: string;
  description: string | null;
  required: boolean;
  withAsterisk: boolean;
  error: string | undefined;
  size: "sm";
}
interface PartProps {
  field: Field;
  value: unknown;
  set: (value: unknown) => void;
  shared: Shared;
  isFixed: boolean;
}

/** A few are shown at once, more are chosen from. */
function Choice({ field, value, set, shared, isFixed }: PartProps) {
  const options = named(field);
  const chosen = value === null || value === undefined ? null : key(value);
  if (options.length > FEW || options.length === 0)
    return (
      <Select
        {...shared}
        disabled={isFixed}
        data={options}
        placeholder={t.form.choose}
        searchable={options.length > FEW}
        clearable={!field.required}
        value={chosen}
        onChange={(next) => set(next === null ? null : original(field, next))}
      />
    );
  return (
    <Radio.Group {...shared} value={chosen} onChange={(next) => set(original(field, next))}>
      <Stack gap={8} mt={6}>
        {options.map((option) => (
          <Radio
            key={option.value}
            {...option}
            size="sm"
            disabled={isFixed}
            aria-invalid={Boolean(shared.error)}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}

function Files({ field, value, set, shared, isFixed, upload }: PartProps & { upload: Upload | undefined }) {
  const [isSending, setSending] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const isMany = field.type === "files";
  const take = async (files: File[]) => {
    if (!upload) return;
    setSending(true);
    setFault(null);
    try {
      const given = await Promise.all(files.map(upload));
      set(isMany ? given : (given[0] ?? null));
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    } finally {
      setSending(false);
    }
  };
  const names = (Array.isArray(value) ? value : [value]).flatMap((each) => nameOf(each));
  const same = {
    ...shared,
    error: fault ?? shared.error,
    disabled: isFixed || !upload || isSending,
    description: upload ? shared.description : t.form.noFilesHere,
    accept: typeof field.limits["accept"] === "string" ? field.limits["accept"] : undefined,
  };
  return (
    <div>
      {isMany ? (
        <FileInput
          {...same}
          multiple
          placeholder={names.join(", ") || t.form.chooseFiles}
          onChange={(files: File[]) => void take(files)}
        />
      ) : (
        <FileInput
          {...same}
          placeholder={names[0] ?? t.form.chooseFile}
          onChange={(file: File | null) => void take(file ? [file] : [])}
        />
      )}
    </div>
  );
}

const nameOf = (value: unknown): string[] => {
  const name = (value as { name?: unknown } | null | undefined)?.name;
  return typeof name === "string" ? [name] : [];
};

/** JSON, taken once it can be read. */
function Anything({ value, set, shared }: { value: unknown; set: (value: unknown) => void; shared: Shared }) {
  const [written, setWritten] = useState(() =>
    value === null || value === undefined ? "" : JSON.stringify(value, null, 2),
  );
  const [fault, setFault] = useState<string | null>(null);
  const take = (next: string) => {
    setWritten(next);
    try {
      set(next.trim() ? JSON.parse(next) : null);
      setFault(null);
    } catch {
      setFault(t.form.json);
    }
  };
  return (
    <Textarea
      {...shared}
      autosize
      minRows={2}
      maxRows={14}
      value={written}
      error={fault ?? shared.error}
      onChange={(event) => take(event.currentTarget.value)}
    />
  );
}

const text = (value: unknown): string =>
  typeof value === "string" ? value : value === null || value === undefined ? "" : JSON.stringify(value);
const key = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
const named = (field: Field) =>
  (field.options ?? []).map(({ value, label }) => ({ value: key(value), label }));
const original = (field: Field, chosen: string): unknown =>
  field.options?.find(({ value }) => key(value) === chosen)?.value ?? chosen;
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
