/** People, their rights, their working time, and how the system is. */
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { Page } from "../../components/page";
import { t } from "../../messages";
import css from "./administration.module.css";
import { Documents } from "./components/documents";
import { Filters } from "./components/filters";
import { Grants } from "./components/grants";
import { Groups } from "./components/groups";
import { HealthOfAll } from "./components/health";
import { Keys } from "./components/keys";
import { Users } from "./components/users";

type Tab = keyof typeof t.administer.tabs;

const SHOWN: Record<Tab, ComponentType> = {
  users: Users,
  groups: Groups,
  grants: Grants,
  keys: Keys,
  calendars: () => <Documents kind="calendars" />,
  targets: () => <Documents kind="targets" />,
  rules: () => <Documents kind="rules" />,
  filters: Filters,
  health: HealthOfAll,
};

export default function Administration() {
  const { tab = "users" } = useSearch({ from: "/administration" });
  const navigate = useNavigate({ from: "/administration" });
  const Shown = SHOWN[tab];
  return (
    <Page title={t.administer.title}>
      <nav className={css.tabs} aria-label={t.administer.sections}>
        {Object.entries(t.administer.tabs).map(([name, title]) => (
          <button
            key={name}
            className={css.tab}
            aria-current={name === tab ? "page" : undefined}
            onClick={() => void navigate({ search: { tab: name as Tab } })}
          >
            {title}
          </button>
        ))}
      </nav>
      <Shown key={tab} />
    </Page>
  );
}
