/** Changes a variable, or adds one; the value is JSON. */
import { Button, Group, Modal, Text, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, type shapes } from "../../../api";
import { t } from "../../../messages";

interface EditorProps {
  of: shapes.InstanceDetails;
  /** Empty for a new one. */
  name: string;
  text: string;
  onClose: () => void;
}

export function VariableEditor({ of, name, text, onClose }: EditorProps) {
  const store = useQueryClient();
  const [called, setCalled] = useState(name);
  const [value, setValue] = useState(text);
  const isJson = readable(value);
  const save = useMutation({
    mutationFn: () =>
      api.setVariables(of.id, {
        variables: {
          [called.trim()]: {
            value: JSON.parse(value) as unknown,
            type: "Json",
          },
        },
      }),
    onSuccess: async () => {
      await store.invalidateQueries({ queryKey: ["instance", of.id] });
      onClose();
    },
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (isJson && called.trim()) save.mutate();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={name ? t.variables.edit(name) : t.variables.add}
      closeButtonProps={{ "aria-label": t.common.close }}
    >
      <form onSubmit={send}>
        {!name && (
          <TextInput
            label={t.variables.name}
            value={called}
            onChange={(event) => setCalled(event.currentTarget.value)}
            mb="sm"
            data-autofocus
            required
          />
        )}
        <Textarea
          label={t.variables.value}
          description={t.variables.json}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
          error={value && !isJson ? t.variables.notJson : undefined}
          autosize
          minRows={3}
          maxRows={16}
          data-autofocus={name ? true : undefined}
          required
        />
        {save.isError && (
          <Text size="sm" c="red" mt="sm" role="alert">
            {save.error.message}
          </Text>
        )}
        <Group justify="flex-end" mt="lg" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t.common.cancel}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!isJson || !called.trim()}>
            {t.variables.save}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function readable(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
