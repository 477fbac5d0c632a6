/** Ends an incident in one of the ways that there are. */
import { Alert, Button, Group, Modal, Radio, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, type shapes } from "../../../api";
import { elementsOf, isNode } from "../../../diagrams/elements";
import { flowsFrom } from "../../../diagrams/flows";
import { t } from "../../../messages";

interface ResolveProps {
  of: shapes.IncidentDetails;
  model: string;
  onClose: () => void;
}

type How = NonNullable<shapes.Resolution["resolution_type"]>;

export function Resolve({ of, model, onClose }: ResolveProps) {
  const store = useQueryClient();
  const [how, setHow] = useState<How>("retry");
  const [flow, setFlow] = useState<string | null>(null);
  const [to, setTo] = useState<string | null>(null);
  const [variables, setVariables] = useState("");
  const [message, setMessage] = useState("");
  const corrected = readObject(variables);
  const resolve = useMutation({
    mutationFn: () =>
      api.resolveIncident(of.id, {
        resolution_type: how,
        resolution_message: message || null,
        transition_id: how === "skip" ? flow : null,
        instructions: how === "modify" && to ? [{ type: "startBeforeActivity", activity_id: to }] : [],
        variables: corrected ?? {},
      }),
    onSuccess: async () => {
      await store.invalidateQueries({ queryKey: ["incidents"] });
      onClose();
    },
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (corrected) resolve.mutate();
  };
  const flows = flowsFrom(model, of.activity_id);
  const places = [...elementsOf(model).values()]
    .filter(isNode)
    .map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Modal
      opened
      onClose={onClose}
      title={t.incidents.resolveTitle}
      closeButtonProps={{ "aria-label": t.common.close }}
    >
      <form onSubmit={send}>
        <Radio.Group label={t.incidents.how} value={how} onChange={(value) => setHow(value)}>
          <Stack gap={6} mt={6}>
            {Object.entries(t.incidents.ways).map(([value, label]) => (
              <Radio key={value} size="xs" value={value} label={label} />
            ))}
          </Stack>
        </Radio.Group>
        {how === "skip" && flows.length > 1 && (
          <Select mt="sm" label={t.incidents.flow} data={flows} value={flow} onChange={setFlow} />
        )}
        {how === "modify" && (
          <Select mt="sm" searchable label={t.modification.start} data={places} value={to} onChange={setTo} />
        )}
        {how !== "abort" && (
          <Textarea
            mt="sm"
            autosize
            minRows={2}
            label={t.incidents.variables}
            placeholder='{"amount": 11}'
            value={variables}
            onChange={(event) => setVariables(event.currentTarget.value)}
            error={corrected ? undefined : t.variables.notJson}
          />
        )}
        <TextInput
          mt="sm"
          label={t.incidents.message}
          value={message}
          onChange={(event) => setMessage(event.currentTarget.value)}
        />
        {resolve.isError && (
          <Alert mt="md" color="red" variant="light" title={t.instances.notDone}>
            {resolve.error.message}
          </Alert>
        )}
        <Group justify="flex-end" mt="lg" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t.common.cancel}
          </Button>
          <Button type="submit" loading={resolve.isPending} disabled={!corrected}>
            {t.incidents.go}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

/** Nothing written is an empty object; null is what is none. */
function readObject(text: string): Record<string, unknown> | null {
  if (!text.trim()) return {};
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === "object" && found !== null && !Array.isArray(found)
      ? (found as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
