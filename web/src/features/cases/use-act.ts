/** Doing what is offered: a transition of an item, of the case, or planning what is discretionary. */
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, type shapes } from "../../api";
import { t } from "../../messages";

export function useAct(id: string) {
  const store = useQueryClient();
  return useMutation({
    mutationFn: (action: shapes.Action) => act(id, action),
    onError: (error) =>
      notifications.show({
        color: "red",
        title: t.instances.notDone,
        message: error.message,
      }),
    onSettled: () => store.invalidateQueries({ queryKey: ["case", id] }),
  });
}

function act(id: string, { action, plan_item_id, execution_id }: shapes.Action): Promise<unknown> {
  if (action === "plan") return api.planItem(id, { plan_item_id, stage_execution_id: execution_id });
  return api.transitionPlanItem(id, String(execution_id), action, {});
}
