/** The newest that one was told, and reading it. */
import { Button, Popover } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { api, type shapes, useSession } from "../../api";
import { t } from "../../messages";
import { ago, moment } from "../../messages/formats";
import { Empty, Failure, LoadingRows } from "../states";
import css from "./bell.module.css";
import { told } from "./told";

interface BellListProps {
  isOpen: boolean;
  onChange: (isOpen: boolean) => void;
  /** The bell itself. */
  children: ReactNode;
}

export default function BellList({ isOpen, onChange, children }: BellListProps) {
  const { user } = useSession();
  const found = useQuery(told(user));
  return (
    <Popover position="bottom-start" width={340} shadow="md" trapFocus opened={isOpen} onChange={onChange}>
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown p={0} aria-label={t.bell.title}>
        {found.isPending && <LoadingRows rows={3} />}
        {found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
        {found.isSuccess && (
          <Told items={found.data.items} unread={found.data.unread} onClose={() => onChange(false)} />
        )}
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
