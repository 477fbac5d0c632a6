/** Moves a token: what to take away, where to put one, and what would happen, tried out by the server. */
import { Alert, Button, Group, Loader, Modal, Select, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, type shapes } from "../../../api";
import { type Element, isNode, nameIn } from "../../../diagrams/elements";
import { t } from "../../../messages";
import { effectsOf } from "../preview";

export interface Move {
  from?: string;
  to?: string;
}

interface ModificationProps {
  of: shapes.InstanceDetails;
  elements: ReadonlyMap<string, Element>;
  begun: Move;
  onClose: () => void;
}

export function Modification({ of, elements, begun, onClose }: ModificationProps) {
  const store = useQueryClient();
  const [from, setFrom] = useState<string | null>(begun.from ?? null);
  const [to, setTo] = useState<string | null>(begun.to ?? null);
  const [reason, setReason] = useState("");
  const instructions: shapes.Instruction[] = [
    ...(to ? [{ type: "startBeforeActivity" as const, activity_id: to }] : []),
    ...(from ? [{ type: "cancel" as const, activity_id: from }] : []),
  ];
  const tried = useQuery({
    queryKey: ["instance", of.id, "try", from, to],
    queryFn: ({ signal }) =>
      api.modifyInstance(
        of.id,
        { instructions },
        { signal, dryRun: true },
      ) as unknown as Promise<shapes.Preview>,
    enabled: instructions.length > 0,
    retry: false,
  });
  const apply = useMutation({
    mutationFn: () => api.modifyInstance(of.id, { instructions, reason: reason || null }),
    onSuccess: async () => {
      await store.invalidateQueries({ queryKey: ["instance", of.id] });
      onClose();
    },
  });
  const open = [...new Set(of.current_activities.map((each) => each.id))];
  const labelled = (id: string) => ({
    value: id,
    label: nameIn(elements, id) === id ? id : `${nameIn(elements, id)} (${id})`,
  });
  const refused = tried.error ?? apply.error;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t.modification.title}
      closeButtonProps={{ "aria-label": t.common.close }}
    >
      <Text size="sm" c="dimmed" mb="sm">
        {t.modification.hint} {t.modification.drag}
      </Text>
      <Select
        label={t.modification.cancel}
        placeholder={t.modification.nothing}
        clearable
        data={open.map(labelled)}
        value={from}
        onChange={setFrom}
        clearButtonProps={{ "aria-label": t.modification.nothing }}
        mb="xs"
      />
      <Select
        label={t.modification.start}
        placeholder={t.modification.nowhere}
        clearable
        searchable
        data={[...elements.values()].filter(isNode).map(({ id }) => labelled(id))}
        value={to}
        onChange={setTo}
        clearButtonProps={{ "aria-label": t.modification.nowhere }}
        mb="xs"
      />
      <TextInput
        label={t.modification.reason}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div aria-live="polite">
        {instructions.length === 0 && (
          <Text size="sm" mt="md">
            {t.modification.empty}
          </Text>
        )}
        {tried.isFetching && <Loader size="xs" mt="md" type="dots" aria-label={t.modification.trying} />}
        {tried.isSuccess && !tried.isFetching && (
          <Alert mt="md" variant="light" title={t.modification.preview}>
            <ul>
              {effectsOf(tried.data, elements).map((text, index) => (
                <li key={index}>{text}</li>
              ))}
            </ul>
          </Alert>
        )}
        {refused && (
          <Alert mt="md" color="red" variant="light" title={t.modification.wouldFail}>
            {refused.message}
          </Alert>
        )}
      </div>
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t.common.cancel}
        </Button>
        <Button disabled={!tried.isSuccess} loading={apply.isPending} onClick={() => apply.mutate()}>
          {t.modification.apply}
        </Button>
      </Group>
    </Modal>
  );
}
