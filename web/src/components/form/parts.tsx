/** The kinds of questions that need more than one control. */
import { FileInput, Radio, Select, Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import type { shapes } from "../../api";
import { t } from "../../messages";
import { FEW, key, named, original } from "./options";

type Field = shapes.FormField;
export type Upload = (file: File) => Promise<unknown>;

export interface Shared {
  id: string;
  label: string;
  description: string | null;
  required: boolean;
  withAsterisk: boolean;
  error: string | undefined;
  size: "sm";
}
export interface PartProps {
  field: Field;
  value: unknown;
  set: (value: unknown) => void;
  shared: Shared;
  isFixed: boolean;
}

/** A few are shown at once, more are chosen from. */
export function Choice({ field, value, set, shared, isFixed }: PartProps) {
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

export function Files({
  field,
  value,
  set,
  shared,
  isFixed,
  upload,
}: PartProps & { upload: Upload | undefined }) {
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
export function Anything({
  value,
  set,
  shared,
}: {
  value: unknown;
  set: (value: unknown) => void;
  shared: Shared;
}) {
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
