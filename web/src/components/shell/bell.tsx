/** What Trivium tells one. The list comes when it is wanted. */
import { ActionIcon } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useSession } from "../../api";
import { t } from "../../messages";
import css from "./bell.module.css";
import { told } from "./told";

const BellList = lazy(() => import("./bell-list"));

export function Bell() {
  const { user } = useSession();
  const unread = useQuery(told(user)).data?.unread ?? 0;
  const [isWanted, setWanted] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const button = (
    <ActionIcon
      className={css.bell}
      data-unread={unread > 0 || undefined}
      aria-label={unread > 0 ? t.bell.unread(unread) : t.bell.title}
      onClick={() => {
        setWanted(true);
        setOpen(!isOpen);
      }}
    >
      <IconBell size={16} stroke={1.6} />
    </ActionIcon>
  );
  if (!isWanted) return button;
  return (
    <Suspense fallback={button}>
      <BellList isOpen={isOpen} onChange={setOpen}>
        {button}
      </BellList>
    </Suspense>
  );
}
