/** The frame: places at the side, who one is, and the place that is open. */
import { ActionIcon, Drawer } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconMenu2 } from "@tabler/icons-react";
import { Link, Outlet, useLocation, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { t } from "../../messages";
import { Mark } from "../mark";
import { Account } from "./account";
import { Bell } from "./bell";
import { areas } from "./places";
import css from "./shell.module.css";

export function Shell() {
  const [isOpen, menu] = useDisclosure(false);
  const { pathname } = useLocation();
  const { close } = menu;
  useEffect(close, [pathname, close]);
  return (
    <div className={css.frame}>
      <a className={css.skip} href="#content">
        {t.shell.skip}
      </a>
      <aside className={css.side}>
        <Side />
      </aside>
      <header className={css.bar}>
        <ActionIcon aria-label={t.shell.open} onClick={menu.open} size="lg">
          <IconMenu2 size={18} />
        </ActionIcon>
        <Mark size={18} />
        <span className={css.name}>{t.name}</span>
      </header>
      <Drawer
        opened={isOpen}
        onClose={close}
        size={260}
        withCloseButton={false}
        padding={0}
        classNames={{ body: css.drawer }}
        attributes={{ content: { "aria-label": t.places.navigation } }}
      >
        <Side />
      </Drawer>
      <main id="content" className={css.content} tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}

function Side() {
  const router = useRouter();
  return (
    <>
      <div className={css.top}>
        <Link to="/" className={css.brand}>
          <Mark size={18} />
          <span className={css.name}>{t.name}</span>
        </Link>
        <Bell />
      </div>
      <nav className={css.places} aria-label={t.places.navigation}>
        {areas(new Set(Object.keys(router.routesByPath))).map((area, index) => (
          <div key={index} className={css.area}>
            {area.name && <h2 className={css.areaName}>{area.name}</h2>}
            {area.places.map(({ path, name, icon: Icon }) => (
              <Link
                key={path}
                to={path}
                className={css.place}
                activeProps={{ className: css.here, "aria-current": "page" }}
              >
                <Icon size={16} stroke={1.6} />
                {name}
              </Link>
            ))}
          </div>
        ))}
      </nav>
      <Account />
    </>
  );
}
