/** Keys with which programs come in; each is shown once. */
import { Button, CopyButton, Modal, MultiSelect, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, type shapes } from "../../../api";
import { Confirm, type Question } from "../../../components/confirm";
import { State } from "../../../components/facts";
import type { Column } from "../../../components/grid";
import { t } from "../../../messages";
import css from "../administration.module.css";
import { type Fields, faultOf, faultOfAll } from "../faults";
import { keys, useChange } from "../queries";
import { FormDialog } from "./form-dialog";
import { Remove, Table, When } from "./table";

const FIELDS: Fields = { "identity/not-found": "user", "identity/bad-name": "name" };
type Scopes = NonNullable<shapes.ApiKeyWish["scopes"]>;

export function Keys() {
  const found = useQuery(keys);
  const [isAdding, setAdding] = useState(false);
  const [made, setMade] = useState<string | null>(null);
  const [question, setQuestion] = useState<Question | null>(null);
  const revoke = useChange((id: string) => api.revokeApiKey(id));
  const ask = ({ id, name }: shapes.ApiKey) =>
    setQuestion({
      title: t.administer.revokeTitle(name),
      text: t.administer.revokeText,
      go: t.administer.revoke,
      isDanger: true,
      onGo: () => revoke.mutate(id),
    });
  const columns: Column<shapes.ApiKey>[] = [
    { key: "name", title: t.administer.keyName, width: "minmax(110px, 1.4fr)", show: ({ name }) => name },
    { key: "user", title: t.administer.keyFor, width: "minmax(80px, 1fr)", show: ({ user_id }) => user_id },
    {
      key: "begins",
      title: t.administer.begins,
      width: "120px",
      show: ({ prefix }) => <code>{prefix}…</code>,
      isMinor: true,
    },
    {
      key: "scopes",
      title: t.administer.scopes,
      width: "minmax(90px, 1fr)",
      show: ({ scopes }) => scopes?.join(", ") ?? t.common.none,
      isMinor: true,
    },
    {
      key: "used",
      title: t.administer.used,
      width: "110px",
      show: ({ last_used }) => <When at={last_used} />,
      isMinor: true,
    },
    {
      key: "revoke",
      title: "",
      width: "84px",
      show: (key) =>
        key.is_revoked ? (
          <State tone="plain">{t.administer.revoked}</State>
        ) : (
          <Remove name={t.administer.revoke} of={key.name} onRemove={() => ask(key)} />
        ),
    },
  ];
  return (
    <>
      <Table
        label={t.administer.tabs.keys}
        found={found}
        columns={columns}
        idOf={({ id }) => id}
        none={t.administer.noKeys}
        add={{ name: t.administer.addKey, onAdd: () => setAdding(true) }}
      />
      {isAdding && <NewKey onMade={setMade} onClose={() => setAdding(false)} />}
      {made && <Once secret={made} onClose={() => setMade(null)} />}
      <Confirm question={question} onClose={() => setQuestion(null)} />
    </>
  );
}

function NewKey({ onMade, onClose }: { onMade: (secret: string) => void; onClose: () => void }) {
  const [user, setUser] = useState("");
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<Scopes>([]);
  const add = useChange(async () => {
    const { key } = await api.addApiKey({ user_id: user, name, scopes: scopes.length > 0 ? scopes : null });
    onMade(key);
  }, onClose);
  return (
    <FormDialog
      title={t.administer.addKey}
      go={t.administer.add}
      isBusy={add.isPending}
      isReady={user !== "" && name !== ""}
      wrong={faultOfAll(add.error, FIELDS)}
      onGo={() => add.mutate(undefined)}
      onClose={onClose}
    >
      <TextInput
        label={t.administer.keyFor}
        value={user}
        onChange={(event) => setUser(event.currentTarget.value)}
        error={faultOf(add.error, FIELDS, "user")}
        data-autofocus
      />
      <TextInput
        label={t.administer.keyName}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={faultOf(add.error, FIELDS, "name")}
      />
      <MultiSelect
        label={t.administer.scopes}
        description={t.administer.scopesHint}
        data={Object.entries(t.administer.permissions).map(([value, label]) => ({ value, label }))}
        value={scopes}
        onChange={(value) => setScopes(value as Scopes)}
      />
    </FormDialog>
  );
}

function Once({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={t.administer.onceTitle}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": t.common.close }}
    >
      <Text size="sm" mb="sm">
        {t.administer.onceHint}
      </Text>
      <div className={css.once}>{secret}</div>
      <div className={css.keys}>
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? t.administer.copied : t.administer.copy}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onClose}>{t.common.done}</Button>
      </div>
    </Modal>
  );
}
