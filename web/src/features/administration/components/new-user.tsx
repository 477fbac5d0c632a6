/** Adds a person or a program. */
import { PasswordInput, SegmentedControl, TagsInput, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, type shapes } from "../../../api";
import { t } from "../../../messages";
import { type Fields, faultOf, faultOfAll } from "../faults";
import { groups, useChange } from "../queries";
import { FormDialog } from "./form-dialog";

const FIELDS: Fields = {
  "identity/name-taken": "id",
  "identity/bad-name": "id",
  "identity/weak-password": "password",
};

export function NewUser({ onClose }: { onClose: () => void }) {
  const known = useQuery(groups);
  const [kind, setKind] = useState<NonNullable<shapes.NewUser["kind"]>>("person");
  const [user, setUser] = useState({ id: "", name: "", email: "", password: "" });
  const [inGroups, setGroups] = useState<string[]>([]);
  const [roles, setRoles] = useState<string[]>([]);
  const add = useChange(
    () =>
      api.addUser({
        id: user.id.trim(),
        kind,
        name: user.name || null,
        email: user.email || null,
        groups: inGroups,
        roles,
        password: (kind === "person" && user.password) || null,
        must_change_password: kind === "person" && user.password !== "",
      }),
    onClose,
  );
  const field = (name: keyof typeof user, label: string) => ({
    label,
    value: user[name],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) =>
      setUser({ ...user, [name]: event.currentTarget.value }),
    error: faultOf(add.error, FIELDS, name),
  });
  return (
    <FormDialog
      title={t.administer.addUser}
      go={t.administer.add}
      isBusy={add.isPending}
      isReady={user.id.trim() !== ""}
      wrong={faultOfAll(add.error, FIELDS)}
      onGo={() => add.mutate(undefined)}
      onClose={onClose}
    >
      <SegmentedControl
        aria-label={t.administer.kind}
        data={Object.entries(t.administer.kinds).map(([value, label]) => ({ value, label }))}
        value={kind}
        onChange={(value) => setKind(value === "service" ? "service" : "person")}
      />
      <TextInput {...field("id", t.administer.id)} data-autofocus autoComplete="off" />
      <TextInput {...field("name", t.administer.name)} autoComplete="off" />
      <TextInput {...field("email", t.administer.email)} type="email" autoComplete="off" />
      {kind === "person" && (
        <PasswordInput
          {...field("password", t.administer.password)}
          description={t.administer.passwordHint}
          autoComplete="new-password"
        />
      )}
      <TagsInput
        label={t.administer.groups}
        data={(known.data?.items ?? []).map(({ id }) => id)}
        value={inGroups}
        onChange={setGroups}
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
