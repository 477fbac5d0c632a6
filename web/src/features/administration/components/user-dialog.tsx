/** Changes a user, or lets one no longer in. */
import { Button, PasswordInput, TagsInput, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, type shapes } from "../../../api";
import { Confirm, type Question } from "../../../components/confirm";
import { t } from "../../../messages";
import { type Fields, faultOf, faultOfAll } from "../faults";
import { groups, useChange } from "../queries";
import { FormDialog } from "./form-dialog";

const FIELDS: Fields = {
  "identity/circle": "manager",
  "identity/bad-name": "roles",
  "identity/weak-password": "password",
};

const textOf = (value: string | null) => value ?? "";

export function UserDialog({ of, onClose }: { of: shapes.User; onClose: () => void }) {
  const known = useQuery(groups);
  const [name, setName] = useState(textOf(of.name));
  const [email, setEmail] = useState(textOf(of.email));
  const [manager, setManager] = useState(textOf(of.manager_id));
  const [inGroups, setGroups] = useState(of.groups);
  const [roles, setRoles] = useState(of.roles);
  const [password, setPassword] = useState("");
  const [question, setQuestion] = useState<Question | null>(null);
  const save = useChange(async () => {
    await api.changeUser(of.id, { name: name || null, email: email || null, manager_id: manager || null });
    if (!isSame(inGroups, of.groups)) await api.setUserGroups(of.id, { names: inGroups });
    if (!isSame(roles, of.roles)) await api.setUserRoles(of.id, { names: roles });
    if (password) await api.setUserPassword(of.id, { password, must_change_password: true });
  }, onClose);
  const also = useChange((work: () => Promise<unknown>) => work(), onClose);
  const wrong = save.error ?? also.error;
  const key = (title: string, work: () => Promise<unknown>) => (
    <Button size="compact-sm" variant="default" onClick={() => also.mutate(work)}>
      {title}
    </Button>
  );
  const remove = () =>
    setQuestion({
      title: t.administer.removeTitle(of.id),
      text: t.administer.removeUser,
      go: t.administer.remove,
      isDanger: true,
      onGo: () => also.mutate(() => api.removeUser(of.id)),
    });
  return (
    <FormDialog
      title={t.administer.changeUser(of.id)}
      go={t.common.save}
      isBusy={save.isPending}
      wrong={faultOfAll(wrong, FIELDS)}
      onGo={() => save.mutate(undefined)}
      onClose={onClose}
      more={
        <>
          {of.state === "active"
            ? key(t.administer.lock, () => api.setUserState(of.id, { state: "disabled" }))
            : key(t.administer.unlock, () => api.setUserState(of.id, { state: "active" }))}
          {key(t.administer.endWait, () => api.unlockUser(of.id))}
          {of.has_second_factor && key(t.administer.takeFactor, () => api.takeSecondFactorAway(of.id))}
          <Button size="compact-sm" variant="default" onClick={remove}>
            {t.administer.remove}
          </Button>
          <Confirm question={question} onClose={() => setQuestion(null)} />
        </>
      }
    >
      <TextInput
        label={t.administer.name}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      <TextInput
        label={t.administer.email}
        type="email"
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <TextInput
        label={t.administer.manager}
        value={manager}
        onChange={(event) => setManager(event.currentTarget.value)}
        error={faultOf(wrong, FIELDS, "manager")}
      />
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
        error={faultOf(wrong, FIELDS, "roles")}
      />
      {of.kind === "person" && (
        <PasswordInput
          label={t.administer.newPassword}
          description={t.administer.newPasswordHint}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={faultOf(wrong, FIELDS, "password")}
          autoComplete="new-password"
        />
      )}
    </FormDialog>
  );
}

const isSame = (left: string[], right: string[]): boolean =>
  left.length === right.length && left.every((each) => right.includes(each));
