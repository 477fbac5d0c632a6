import { Button, Group, Modal, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { session } from "../../api";
import { t } from "../../messages";

export function UserDialog({ isOpen, close }: { isOpen: boolean; close: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim()) return;
    session.actAs(name.trim());
    client.clear();
    close();
  };
  return (
    <Modal opened={isOpen} onClose={close} title={t.shell.actAs} size="xs">
      <form onSubmit={submit}>
        <TextInput
          label={t.shell.otherUserLabel}
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
          data-autofocus
        />
        <Group justify="flex-end" mt="md" gap="xs">
          <Button variant="default" onClick={close}>
            {t.common.cancel}
          </Button>
          <Button type="submit">{t.shell.actAs}</Button>
        </Group>
      </form>
    </Modal>
  );
}
