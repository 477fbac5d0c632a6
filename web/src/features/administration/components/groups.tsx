/** Groups: their members are changed with the users, groups within groups here. */
import { TagsInput, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, type shapes } from "../../../api";
import { Confirm, type Question } from "../../../components/confirm";
import type { Column } from "../../../components/grid";
import { t } from "../../../messages";
import { type Fields, faultOf, faultOfAll } from "../faults";
import { groups, useChange } from "../queries";
import { FormDialog } from "./form-dialog";
import { Open, Remove, Table } from "./table";

const FIELDS: Fields = { "identity/name-taken": "id", "identity/bad-name": "id" };

export function Groups() {
  const found = useQuery(groups);
  const [open, setOpen] = useState<shapes.Group | "new" | null>(null);
  const [question, setQuestion] = useState<Question | null>(null);
  const remove = useChange((id: string) => api.removeGroup(id));
  const ask = ({ id }: shapes.Group) =>
    setQuestion({
      title: t.administer.removeTitle(id),
      text: t.administer.removeGroup,
      go: t.administer.remove,
      isDanger: true,
      onGo: () => remove.mutate(id),
    });
  const columns: Column<shapes.Group>[] = [
    {
      key: "id",
      title: t.administer.id,
      width: "minmax(120px, 1fr)",
      show: (group) => <Open name={group.id} onOpen={() => setOpen(group)} />,
    },
    {
      key: "name",
      title: t.administer.name,
      width: "minmax(100px, 1fr)",
      show: ({ name }) => name ?? t.common.none,
      isMinor: true,
    },
    {
      key: "members",
      title: t.administer.members,
      width: "minmax(120px, 2fr)",
      show: ({ users, groups: inner }) => (
        <span title={t.administer.membersOf(users.length, inner.length)}>
          {[...users, ...inner].join(", ") || t.common.none}
        </span>
      ),
      isMinor: true,
    },
    {
      key: "roles",
      title: t.administer.roles,
      width: "minmax(80px, 1fr)",
      show: ({ roles }) => roles.join(", ") || t.common.none,
    },
    {
      key: "remove",
      title: "",
      width: "84px",
      show: (group) => <Remove name={t.administer.remove} of={group.id} onRemove={() => ask(group)} />,
    },
  ];
  return (
    <>
      <Table
        label={t.administer.tabs.groups}
        found={found}
        columns={columns}
        idOf={({ id }) => id}
        none={t.administer.noGroups}
        add={{ name: t.administer.addGroup, onAdd: () => setOpen("new") }}
      />
      {open && <GroupDialog of={open === "new" ? null : open} onClose={() => setOpen(null)} />}
      <Confirm question={question} onClose={() => setQuestion(null)} />
    </>
  );
}

function GroupDialog({ of, onClose }: { of: shapes.Group | null; onClose: () => void }) {
  const [id, setId] = useState(of?.id ?? "");
  const [name, setName] = useState(of?.name ?? "");
  const [roles, setRoles] = useState(of?.roles ?? []);
  const save = useChange(
    () =>
      of
        ? api.changeGroup(of.id, { name: name || null, roles })
        : api.addGroup({ id: id.trim(), name: name || null, roles }),
    onClose,
  );
  return (
    <FormDialog
      title={of ? t.administer.changeUser(of.id) : t.administer.addGroup}
      go={of ? t.common.save : t.administer.add}
      isBusy={save.isPending}
      isReady={id.trim() !== ""}
      wrong={faultOfAll(save.error, FIELDS)}
      onGo={() => save.mutate(undefined)}
      onClose={onClose}
    >
      {!of && (
        <TextInput
          label={t.administer.id}
          value={id}
          onChange={(event) => setId(event.currentTarget.value)}
          error={faultOf(save.error, FIELDS, "id")}
          data-autofocus
        />
      )}
      <TextInput
        label={t.administer.name}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TagsInput
        label={t.administer.roles}
        description={t.administer.rolesHint}
        value={roles}
        onChange={setRoles}
      />
    </FormDialog>
  );
}
