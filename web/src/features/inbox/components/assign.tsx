/** To whom a task goes: somebody who is known, or any name. */
import { Autocomplete, Button, Group, Modal } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { t } from "../../../messages";
import { people } from "../queries";

const PAUSE = 200;

interface AssignProps {
  count: number;
  onGo: (user: string) => void;
  onClose: () => void;
}

export default function Assign({ count, onGo, onClose }: AssignProps) {
  const [user, setUser] = useState("");
  const [text] = useDebouncedValue(user, PAUSE);
  const found = useQuery(people(text)).data?.items ?? [];
  const go = (event: FormEvent) => {
    event.preventDefault();
    if (user.trim()) onGo(user.trim());
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t.inbox.assignTitle(count)}
      size="xs"
      closeButtonProps={{ "aria-label": t.common.close }}
    >
      <form onSubmit={go}>
        <Autocomplete
          label={t.inbox.assignTo}
          value={user}
          onChange={setUser}
          data={found.map(({ id }) => id)}
          data-autofocus
        />
        <Group justify="flex-end" mt="lg" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t.common.cancel}
          </Button>
          <Button type="submit" disabled={!user.trim()}>
            {t.inbox.assignGo}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
