/** A form of ours, whatever it was written in: one tree of fields, as `GET …/form` gives it. */
import { type FormEvent, type ReactNode, useId, useRef, useState } from "react";
import { hasCode, type shapes } from "../../api";
import { t } from "../../messages";
import { useHidden } from "./conditions";
import { Fields } from "./fields";
import css from "./form.module.css";
import type { Upload } from "./parts";
import { answers, beginning, faultsIn, faultsOf, put, type Faults, type Values } from "./values";

interface FormViewProps {
  form: shapes.Form;
  /** What was entered another time. */
  draft?: Values;
  /** Nothing can be entered. */
  isReadOnly?: boolean;
  /** Refuses with `form/invalid` what does not fit; tells itself of whatever else went wrong. */
  onSubmit: (values: Values) => Promise<unknown>;
  onChange?: (values: Values) => void;
  /** Without it files cannot be given. */
  upload?: Upload;
  /** Above the keys: what else is asked. */
  children?: ReactNode;
  keys: (isSending: boolean) => ReactNode;
}

export function FormView({
  form,
  draft,
  isReadOnly = false,
  onSubmit,
  onChange,
  upload,
  children,
  keys,
}: FormViewProps) {
  const id = useId();
  const place = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState<Values>(() => beginning(form, draft));
  const [faults, setFaults] = useState<Faults>({});
  const [isSending, setSending] = useState(false);
  const isHidden = useHidden(form, values);

  const change = (path: string, value: unknown) => {
    const next = put(values, path, value) as Values;
    setValues(next);
    setFaults((before) => Object.fromEntries(Object.entries(before).filter(([name]) => name !== path)));
    onChange?.(answers(form, next, isHidden));
  };
  const tell = (found: Faults) => {
    setFaults(found);
    requestAnimationFrame(() => place.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = faultsIn(form, values, isHidden);
    if (Object.keys(found).length > 0) return tell(found);
    setSending(true);
    try {
      await onSubmit(answers(form, values, isHidden));
    } catch (error) {
      if (hasCode(error, "form/invalid")) tell(faultsOf(error.facts));
    } finally {
      setSending(false);
    }
  };
  const count = Object.keys(faults).length;
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- its fields have the focus
    <form
      ref={place}
      className={css.form}
      noValidate
      onSubmit={(event) => void submit(event)}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
      }}
    >
      <Fields fields={form.fields} at={{ id, values, faults, isHidden, isReadOnly, change, upload }} />
      {children}
      <div className={css.keys}>
        {keys(isSending)}
        <span role="status" className={css.faults}>
          {count > 0 && t.form.faults(count)}
        </span>
      </div>
    </form>
  );
}
