/** What Trivium tells one. */
import { ActionIcon, Button, Indicator, Popover } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api, type shapes, useSession } from "../../api";
import { t } from "../../messages";
import { ago, moment } from "../../messages/formats";
import { Empty, Failure, LoadingRows } from "../states";
import css from "./bell.module.css";

const OFTEN = 30_000;
const SHOWN = 20;

const told = (user: string | null) =>
  queryOptions({
    queryKey: ["notifications", user],
    queryFn: ({ signal }) => api.listNotifications({ limit: SHOWN }, { signal }),
    refetchInterval: OFTEN,
  });

export function Bell() {
  const { user } = useSession();
  const found = useQuery(told(user));
  const [isOpen, setOpen] = useState(false);
  const unread = found.data?.unread ?? 0;
  return (
    <Popover position="bottom-start" width={340} shadow="md" trapFocus opened={isOpen} onChange={setOpen}>
      <Indicator disabled={unread === 0} size={8} offset={6} color="red">
        <Popover.Target>
          <ActionIcon
            aria-label={unread > 0 ? t.bell.unread(unread) : t.bell.title}
            onClick={() => setOpen((before) => !before)}
          >
            <IconBell size={16} stroke={1.6} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown p={0} aria-label={t.bell.title}>
        {found.isPending && <LoadingRows rows={3} />}
        {found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
        {found.isSuccess && <Told items={found.data.items} unread={unread} onClose={() => setOpen(false)} />}
      </Popover.Dropdown>
    </Popover>
  );
}

interface ToldProps {
  items: readonly shapes.Notification[];
  unread: number;
  onClose: () => void;
}

function Told({ items, unread, onClose }: ToldProps) {
  const store = useQueryClient();
  const navigate = useNavigate();
  const settled = () => store.invalidateQueries({ queryKey: ["notifications"] });
  const read = useMutation({ mutationFn: (id: string) => api.readNotification(id), onSettled: settled });
  const readAll = useMutation({ mutationFn: () => api.readAllNotifications(), onSettled: settled });
  const open = ({ id, read: before, task_id, instance_id }: shapes.Notification) => {
    if (!before) read.mutate(id);
    onClose();
    if (task_id) void navigate({ to: "/inbox", search: { view: "visible", task: task_id } });
    else if (instance_id) void navigate({ to: "/processes/instances/$id", params: { id: instance_id } });
  };
  if (items.length === 0)
    return (
      <Empty icon={IconBell} title={t.bell.none}>
        {t.bell.noneHint}
      </Empty>
    );
  return (
    <>
      <div className={css.head}>
        <h2>{t.bell.title}</h2>
        {unread > 0 && (
          <Button
            size="compact-xs"
            variant="subtle"
            loading={readAll.isPending}
            onClick={() => readAll.mutate()}
          >
            {t.bell.readAll}
          </Button>
        )}
      </div>
      <ul className={css.list}>
        {items.map((each) => (
          <li key={each.id}>
            <button className={css.one} data-new={!each.read || undefined} onClick={() => open(each)}>
              <b>{each.subject}</b>
              {!each.read && <span className="unseen">{t.bell.isNew}</span>}
              <span>{each.text}</span>
              <span className={css.when} title={moment(each.created)}>
                {ago(each.created)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
