/** What can be done with many instances at once: each a batch, whose progress can be followed. */
import { Anchor, Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api, type shapes } from "../../../api";
import { Confirm, type Question } from "../../../components/confirm";
import { t } from "../../../messages";
import { Migration } from "./migration";

interface ManyProps {
  chosen: ReadonlySet<string>;
  definition: shapes.Definition;
  all: shapes.Definition[];
  onDone: () => void;
}

type Wish = Parameters<typeof api.createBatch>[0];

export function Many({ chosen, definition, all, onDone }: ManyProps) {
  const store = useQueryClient();
  const navigate = useNavigate();
  const [question, setQuestion] = useState<Question | null>(null);
  const [isMigrating, setMigrating] = useState(false);
  const ids = [...chosen];
  const make = useMutation({
    mutationFn: (wish: Wish) => api.createBatch(wish),
    onSuccess: async () => {
      notifications.show({
        message: (
          <>
            {t.batches.made}{" "}
            <Anchor component="button" inherit onClick={() => void navigate({ to: "/processes/batches" })}>
              {t.batches.title}
            </Anchor>
          </>
        ),
      });
      await store.invalidateQueries({ queryKey: ["instances"] });
      onDone();
    },
    onError: (error) =>
      notifications.show({
        color: "red",
        title: t.instances.notDone,
        message: error.message,
      }),
  });
  return (
    <>
      <span>{t.operate.chosen(chosen.size)}</span>
      <Button
        size="xs"
        variant="default"
        onClick={() => make.mutate({ type: "suspend", process_instance_ids: ids })}
      >
        {t.instances.suspend}
      </Button>
      <Button
        size="xs"
        variant="default"
        onClick={() => make.mutate({ type: "resume", process_instance_ids: ids })}
      >
        {t.instances.resume}
      </Button>
      {all.length > 1 && (
        <Button size="xs" variant="default" onClick={() => setMigrating(true)}>
          {t.instances.migrate}
        </Button>
      )}
      <Button
        size="xs"
        variant="default"
        onClick={() =>
          setQuestion({
            title: t.instances.terminateMany(chosen.size),
            text: t.instances.terminateText,
            go: t.instances.terminate,
            reason: t.instances.reason,
            isDanger: true,
            onGo: (reason) =>
              make.mutate({
                type: "terminate",
                process_instance_ids: ids,
                reason: reason || null,
              }),
          })
        }
      >
        {t.instances.terminate}
      </Button>
      <Button size="xs" variant="subtle" onClick={onDone}>
        {t.common.cancel}
      </Button>
      <Confirm question={question} onClose={() => setQuestion(null)} />
      {isMigrating && (
        <Migration
          ids={ids}
          source={definition}
          targets={all.filter((each) => each.id !== definition.id)}
          onClose={() => setMigrating(false)}
          onGo={(wish) => {
            setMigrating(false);
            make.mutate(wish);
          }}
        />
      )}
    </>
  );
}
