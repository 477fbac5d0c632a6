/** A list: each of its items is asked in the same way. */
import { ActionIcon, Button } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import type { shapes } from "../../api";
import { t } from "../../messages";
import { Fields, One, type At } from "./fields";
import css from "./form.module.css";
import { at as valueAt } from "./values";

type Field = shapes.FormField;

export function List({ field, at }: { field: Field; at: At }) {
  const found = valueAt(at.values, field.path);
  const items: unknown[] = Array.isArray(found) ? found : [];
  const isFixed = field.read_only || at.isReadOnly;
  const set = (next: unknown[]) => at.change(field.path, next);
  const item = field.item;
  if (!item) return null;
  return (
    <fieldset className={css.group}>
      <legend>{field.label}</legend>
      {field.description && <p className={css.hint}>{field.description}</p>}
      {at.faults[field.path] && <p className={css.fault}>{at.faults[field.path]}</p>}
      {items.map((_, index) => (
        <div key={index} className={css.item}>
          <Item
            item={item}
            path={`${field.path}.${index}`}
            label={t.form.item(item.label || field.label, index + 1)}
            at={at}
          />
          {!isFixed && (
            <ActionIcon
              aria-label={t.form.remove(field.label, index + 1)}
              onClick={() => set(items.filter((_each, other) => other !== index))}
            >
              <IconX size={15} stroke={1.6} />
            </ActionIcon>
          )}
        </div>
      ))}
      {!isFixed && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} />}
          onClick={() => set([...items, item.type === "group" ? {} : null])}
        >
          {t.form.add}
        </Button>
      )}
    </fieldset>
  );
}

function Item({ item, path, label, at }: { item: Field; path: string; label: string; at: At }) {
  if (item.type === "group") return <Fields fields={item.fields.map((each) => below(each, path))} at={at} />;
  return <One field={{ ...item, path, label }} at={at} />;
}

/** A field of an item, at its place among the values of the whole form. */
const below = (field: Field, path: string): Field => ({
  ...field,
  path: field.path ? `${path}.${field.path}` : path,
  fields: field.fields.map((each) => below(each, path)),
});
