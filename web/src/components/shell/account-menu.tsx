/** What one can do about who one is. */
import { Menu, SegmentedControl, useMantineColorScheme } from "@mantine/core";
import { IconBook, IconLogout, IconUserPlus } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { api, session, useSession } from "../../api";
import { t } from "../../messages";
import { Person } from "../person";
import { UserDialog } from "./user-dialog";

const SHOWN = 8;

export default function AccountMenu({ children }: { children: ReactNode }) {
  const { isDevelopment } = useSession();
  const [isNaming, setNaming] = useState(false);
  return (
    <>
      <Menu position="top-start" width={220} defaultOpened>
        <Menu.Target>{children}</Menu.Target>
        <Menu.Dropdown>
          {isDevelopment && <Users name={() => setNaming(true)} />}
          <Menu.Label>{t.shell.appearance}</Menu.Label>
          <Appearance />
          <Menu.Divider />
          <Menu.Item component="a" href="/docs" leftSection={<IconBook size={15} stroke={1.6} />}>
            {t.shell.documentation}
          </Menu.Item>
          {!isDevelopment && (
            <Menu.Item
              leftSection={<IconLogout size={15} stroke={1.6} />}
              onClick={() => void session.leave()}
            >
              {t.shell.signOut}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <UserDialog isOpen={isNaming} close={() => setNaming(false)} />
    </>
  );
}

function Users({ name }: { name: () => void }) {
  const client = useQueryClient();
  const { user } = useSession();
  const found = useQuery({
    queryKey: ["people", "pickable"],
    queryFn: ({ signal }) => api.listUsers({ limit: SHOWN }, { signal }),
  });
  const others = (found.data?.items ?? []).filter((each) => each.kind === "person" && each.id !== user);
  return (
    <>
      <Menu.Label>{t.shell.actAs}</Menu.Label>
      {others.map((each) => (
        <Menu.Item
          key={each.id}
          leftSection={<Person id={each.id} size={18} />}
          onClick={() => {
            session.actAs(each.id);
            client.clear();
          }}
        >
          {each.name ?? each.id}
        </Menu.Item>
      ))}
      <Menu.Item leftSection={<IconUserPlus size={15} stroke={1.6} />} onClick={name}>
        {t.shell.otherUser}
      </Menu.Item>
      <Menu.Divider />
    </>
  );
}

function Appearance() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <SegmentedControl
      fullWidth
      size="xs"
      aria-label={t.shell.appearance}
      value={colorScheme}
      onChange={(value) => setColorScheme(value)}
      data={[
        { value: "light", label: t.shell.light },
        { value: "dark", label: t.shell.dark },
        { value: "auto", label: t.shell.system },
      ]}
    />
  );
}
