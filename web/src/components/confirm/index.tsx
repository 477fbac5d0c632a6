/** Asks before something is done that cannot be taken back. */
import { Button, Group, Modal, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { t } from "../../messages";

export interface Question {
  title: string;
  text: string;
  go: string;
  isDanger?: boolean;
  /** Asks for a reason under this label. */
  reason?: string;
  onGo: (reason: string) => void;
}

export function Confirm({ question, onClose }: { question: Question | null; onClose: () => void }) {
  const [reason, setReason] = useState("");
  const close = () => {
    setReason("");
    onClose();
  };
  const go = (event: FormEvent) => {
    event.preventDefault();
    question?.onGo(reason);
    close();
  };
  return (
    <Modal
      opened={question !== null}
      onClose={close}
      title={question?.title}
      closeButtonProps={{ "aria-label": t.common.close }}
    >
      <form onSubmit={go}>
        <Text size="sm">{question?.text}</Text>
        {question?.reason && (
          <TextInput
            mt="sm"
            label={question.reason}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            data-autofocus
          />
        )}
        <Group justify="flex-end" mt="lg" gap="xs">
          <Button variant="default" onClick={close}>
            {t.common.cancel}
          </Button>
          <Button type="submit" color={question?.isDanger ? "red.9" : undefined}>
            {question?.go}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
