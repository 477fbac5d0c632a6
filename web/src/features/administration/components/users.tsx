/** Who may sign in. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import type { shapes } from "../../../api";
import { State } from "../../../components/facts";
import type { Column } from "../../../components/grid";
import { Person } from "../../../components/person";
import { t } from "../../../messages";
import css from "../administration.module.css";
import { users } from "../queries";
import { NewUser } from "./new-user";
import { Open, Table, When } from "./table";
import { UserDialog } from "./user-dialog";

const columns = (onOpen: (user: shapes.User) => void): Column<shapes.User>[] => [
  {
    key: "id",
    title: t.administer.id,
    width: "minmax(140px, 1.4fr)",
    show: (user) => (
      <span className={css.person}>
        <Person id={user.id} />
        <Open name={user.id} onOpen={() => onOpen(user)} />
      </span>
    ),
  },
  {
    key: "name",
    title: t.administer.name,
    width: "minmax(120px, 1.4fr)",
    show: ({ name }) => name ?? t.common.none,
    isMinor: true,
  },
  {
    key: "groups",
    title: t.administer.groups,
    width: "minmax(120px, 2fr)",
    show: listed("groups"),
    isMinor: true,
  },
  { key: "roles", title: t.administer.roles, width: "minmax(90px, 1fr)", show: listed("roles") },
  {
    key: "last",
    title: t.administer.lastSignIn,
    width: "120px",
    show: ({ last_sign_in }) => <When at={last_sign_in} />,
    isMinor: true,
  },
  {
    key: "state",
    title: t.administer.state,
    width: "80px",
    show: ({ state }) => (
      <State tone={state === "active" ? "good" : "warn"}>{t.administer.states[state] ?? state}</State>
    ),
  },
];

const listed = (field: "groups" | "roles") =>
  function Listed(user: shapes.User) {
    const text = user[field].join(", ");
    return <span title={text}>{text || t.common.none}</span>;
  };

export function Users() {
  const { q = "" } = useSearch({ from: "/administration" });
  const navigate = useNavigate({ from: "/administration" });
  const found = useQuery(users(q));
  const [open, setOpen] = useState<string | null>(null);
  const [isAdding, setAdding] = useState(false);
  const user = found.data?.items.find(({ id }) => id === open);
  const search = (text: string) =>
    void navigate({ search: (before) => ({ ...before, q: text || undefined }), replace: true });
  return (
    <>
      <Table
        label={t.administer.tabs.users}
        found={found}
        columns={columns(({ id }) => setOpen(id))}
        idOf={({ id }) => id}
        none={t.administer.noUsers}
        search={{ text: q, onChange: search }}
        add={{ name: t.administer.addUser, onAdd: () => setAdding(true) }}
      />
      {isAdding && <NewUser onClose={() => setAdding(false)} />}
      {user && <UserDialog key={user.id} of={user} onClose={() => setOpen(null)} />}
    </>
  );
}
