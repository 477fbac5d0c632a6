/** A form before the page: what was refused is said at its field, else above the keys. */
import { Button, Modal } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { t } from "../../../messages";
import css from "../administration.module.css";

interface FormDialogProps {
  title: string;
  go: string;
  isBusy: boolean;
  isReady?: boolean;
  wrong?: string | undefined;
  size?: string;
  onGo: () => void;
  onClose: () => void;
  /** Below the form: what else can be done. */
  more?: ReactNode;
  children: ReactNode;
}

export function FormDialog(props: FormDialogProps) {
  const { title, go, isBusy, isReady = true, wrong, size, onGo, onClose, more, children } = props;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) onGo();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      {...(size ? { size } : {})}
      closeButtonProps={{ "aria-label": t.common.close }}
    >
      <form className={css.form} onSubmit={submit}>
        {children}
        {wrong && (
          <p role="alert" className={css.wrong}>
            {wrong}
          </p>
        )}
        <div className={css.keys}>
          <Button variant="default" onClick={onClose}>
            {t.common.cancel}
          </Button>
          <Button type="submit" loading={isBusy} disabled={!isReady}>
            {go}
          </Button>
        </div>
        {more && <div className={css.more}>{more}</div>}
      </form>
    </Modal>
  );
}
