/** What the task asks for, and completing it. */
import { Alert, Button, Text } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { api, hasCode, type shapes } from "../../../api";
import { Facts, Json } from "../../../components/facts";
import { FormView } from "../../../components/form";
import { asksNothing } from "../../../components/form/conditions";
import type { Values } from "../../../components/form/values";
import { Failure, LoadingRows } from "../../../components/states";
import { t } from "../../../messages";
import { ago } from "../../../messages/formats";
import { form } from "../queries";
import { refused, useActs } from "../use-acts";
import type { Who } from "../views";

const PAUSE_MS = 900;

interface WorkProps {
  of: shapes.TaskDetails;
  who: Who;
  onDone: () => void;
  onEnding: (isEnding: boolean) => void;
}

export function Work({ of, who, onDone, onEnding }: WorkProps) {
  const store = useQueryClient();
  const found = useQuery(form(of.id));
  const [isKept, setKept] = useState(false);
  const [round, setRound] = useState(0);
  const isMine = of.assignee === who.user && of.suspension_state === "active";

  const keep = useDebouncedCallback((values: Values) => {
    // a draft that does not fit yet is kept with what comes next
    api.putTaskDraft(of.id, { values }).then(
      () => setKept(true),
      () => setKept(false),
    );
  }, PAUSE_MS);
  const complete = useMutation({
    mutationFn: (values: Values | null) =>
      values ? api.submitTaskForm(of.id, { variables: values }) : api.completeTask(of.id, { variables: {} }),
    onMutate: () => {
      keep.cancel();
      onEnding(true);
    },
    onSuccess: () => {
      notifications.show({ message: t.inbox.completed(of.name ?? of.task_definition_key) });
      onDone();
      store.removeQueries({ queryKey: ["tasks", "one", of.id] });
    },
    onError: (error) => {
      onEnding(false);
      if (!hasCode(error, "form/invalid")) refused(error);
    },
    onSettled: () => store.invalidateQueries({ queryKey: ["tasks"] }),
  });
  const forget = async () => {
    await api.deleteTaskDraft(of.id);
    setKept(false);
    await found.refetch();
    setRound((before) => before + 1);
  };

  if (found.isPending) return <LoadingRows rows={3} height={52} />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const { form: asked, draft } = found.data;
  if (!asked || asksNothing(asked))
    return (
      <>
        <Text size="sm" c="dimmed">
          {asked?.key && asked.format === null ? t.inbox.elsewhere(asked.key) : t.inbox.noForm}
        </Text>
        <Known of={of} />
        <Gate of={of} who={who}>
          <Button mt="md" loading={complete.isPending} onClick={() => complete.mutate(null)}>
            {t.inbox.complete}
          </Button>
        </Gate>
      </>
    );
  return (
    <>
      {draft && isMine && (
        <Text size="xs" c="dimmed" mb="sm">
          {t.inbox.draftFound(ago(draft.updated))}{" "}
          <Button size="compact-xs" variant="subtle" onClick={() => void forget()}>
            {t.inbox.forget}
          </Button>
        </Text>
      )}
      <FormView
        key={round}
        form={asked}
        draft={draft?.values}
        isReadOnly={!isMine}
        onChange={keep}
        onSubmit={(values) => complete.mutateAsync(values)}
        upload={(file) => upload(of.id, file)}
        keys={(isSending) => (
          <Gate of={of} who={who}>
            <Button type="submit" loading={isSending}>
              {t.inbox.complete}
            </Button>
            {isKept && (
              <Text size="xs" c="dimmed" role="status">
                {t.inbox.draftKept}
              </Text>
            )}
          </Gate>
        )}
      />
    </>
  );
}

async function upload(task: string, file: File): Promise<unknown> {
  const body = new FormData();
  body.set("file", file);
  return (await api.uploadTaskFile(task, body)).value;
}

/** Who has the task goes on; others are told who has it. */
function Gate({ of, who, children }: { of: shapes.TaskDetails; who: Who; children: ReactNode }) {
  const acts = useActs();
  if (of.suspension_state === "suspended") return <Alert color="yellow">{t.inbox.isSuspended}</Alert>;
  if (of.assignee === who.user) return children;
  if (of.assignee !== null)
    return (
      <Text size="sm" c="dimmed">
        {t.inbox.ofOther(of.assignee)}
      </Text>
    );
  return (
    <>
      <Button
        type="button"
        loading={acts.isPending}
        onClick={() => acts.mutate({ action: "claim", ids: [of.id], user: who.user })}
      >
        {t.inbox.claimAndWork}
      </Button>
      <Text size="sm" c="dimmed">
        {t.inbox.claimFirst}
      </Text>
    </>
  );
}

function Known({ of }: { of: shapes.TaskDetails }) {
  const known = Object.entries(of.variables);
  if (known.length === 0) return null;
  return (
    <>
      <h3>{t.inbox.known}</h3>
      <Facts facts={known.map(([name, value]) => [name, <Json key={name} value={value} />] as const)} />
    </>
  );
}
