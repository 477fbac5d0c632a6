/** What Trivium tells one. */
import { ActionIcon, Popover } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { t } from "../../messages";
import { Empty } from "../states";

export function Bell() {
  return (
    <Popover position="bottom-start" width={300} shadow="md" trapFocus>
      <Popover.Target>
        <ActionIcon aria-label={t.shell.notifications}>
          <IconBell size={16} stroke={1.6} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Empty icon={IconBell} title={t.shell.quiet} />
      </Popover.Dropdown>
    </Popover>
  );
}
