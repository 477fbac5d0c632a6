/** What an operator can do with an instance. */
import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api, type shapes } from "../../../api";
import { Confirm, type Question } from "../../../components/confirm";
import { t } from "../../../messages";

export function InstanceActions({ of, onMove }: { of: shapes.InstanceDetails; onMove: () => void }) {
  const store = useQueryClient();
  const navigate = useNavigate();
  const [question, setQuestion] = useState<Question | null>(null);
  const operate = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onError: (error) =>
      notifications.show({
        color: "red",
        title: t.instances.notDone,
        message: error.message,
      }),
    onSettled: () =>
      Promise.all([
        store.invalidateQueries({ queryKey: ["instance", of.id] }),
        store.invalidateQueries({ queryKey: ["instances"] }),
      ]),
  });
  const isSuspended = of.status === "suspended";
  if (of.end_time !== null)
    return (
      <Button
        size="xs"
        variant="default"
        onClick={() =>
          operate.mutate(async () => {
            const made = await api.restartInstance(of.id, {});
            await navigate({
              to: "/processes/instances/$id",
              params: { id: made.id },
            });
          })
        }
      >
        {t.instances.restart}
      </Button>
    );
  return (
    <>
      <Button size="xs" variant="default" onClick={onMove}>
        {t.instances.moveToken}
      </Button>
      <Button
        size="xs"
        variant="default"
        onClick={() => operate.mutate(() => api.suspendInstance(of.id, { suspended: !isSuspended }))}
      >
        {isSuspended ? t.instances.resume : t.instances.suspend}
      </Button>
      <Button
        size="xs"
        variant="default"
        onClick={() =>
          setQuestion({
            title: t.instances.terminateTitle,
            text: t.instances.terminateText,
            go: t.instances.terminate,
            reason: t.instances.reason,
            isDanger: true,
            onGo: (reason) => operate.mutate(() => api.terminateInstance(of.id, { reason: reason || null })),
          })
        }
      >
        {t.instances.terminate}
      </Button>
      <Confirm question={question} onClose={() => setQuestion(null)} />
    </>
  );
}
