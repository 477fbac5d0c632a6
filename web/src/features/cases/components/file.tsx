/** The case file as a tree; what is in it can be changed. */
import { Button, Group, Modal, Textarea } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, type shapes } from "../../../api";
import { Json } from "../../../components/facts";
import { Life } from "../../../components/facts/life";
import { Empty, Failure, LoadingRows } from "../../../components/states";
import { t } from "../../../messages";
import css from "../cases.module.css";
import { file } from "../queries";

export function File({ id, isOpen }: { id: string; isOpen: boolean }) {
  const found = useQuery(file(id));
  const [changed, setChanged] = useState<shapes.FileItem | null>(null);
  if (found.isPending) return <LoadingRows rows={4} />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const items = found.data.items;
  if (items.length === 0) return <Empty title={t.cases.emptyFile} />;
  const branch = (parent: string | null) => {
    const here = items.filter((each) => each.parent === parent);
    if (here.length === 0) return null;
    return (
      <ul className={css.plan}>
        {here.map((each) => (
          <li key={each.id} className={css.item}>
            <div className={css.line}>
              <span className={css.name}>{each.name}</span>
              {each.state ? (
                <Life state={each.state} />
              ) : (
                <span className={css.quiet}>{t.cases.notThere}</span>
              )}
              <span className={css.quiet}>
                {t.cases.multiplicity[each.multiplicity] ?? each.multiplicity}
              </span>
              {isOpen && (
                <span className={css.keys}>
                  <Button size="compact-xs" variant="default" onClick={() => setChanged(each)}>
                    {each.state ? t.cases.change : t.cases.create}
                  </Button>
                </span>
              )}
            </div>
            {each.value !== null && (
              <div className={css.content}>
                <Json value={each.value} />
              </div>
            )}
            {branch(each.id)}
          </li>
        ))}
      </ul>
    );
  };
  return (
    <div className={css.part}>
      {branch(null)}
      {changed && <Change id={id} item={changed} onClose={() => setChanged(null)} />}
    </div>
  );
}

const MANY = /OrMore$/;

function Change({ id, item, onClose }: { id: string; item: shapes.FileItem; onClose: () => void }) {
  const store = useQueryClient();
  const [text, setText] = useState(item.value === null ? "" : JSON.stringify(item.value, null, 2));
  const value = readable(text);
  const isNew = item.state === null || MANY.test(item.multiplicity);
  const save = useMutation({
    mutationFn: () =>
      api.changeCaseFile(id, item.id, isNew ? "create" : "update", {
        value: value?.json,
      }),
    onSuccess: async () => {
      await store.invalidateQueries({ queryKey: ["case", id] });
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={item.name} closeButtonProps={{ "aria-label": t.common.close }}>
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          if (value) save.mutate();
        }}
      >
        <Textarea
          label={t.variables.value}
          description={t.variables.json}
          autosize
          minRows={4}
          maxRows={18}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={save.error?.message ?? (text && !value ? t.variables.notJson : undefined)}
          data-autofocus
        />
        <Group justify="flex-end" mt="lg" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t.common.cancel}
          </Button>
          <Button type="submit" disabled={!value} loading={save.isPending}>
            {t.common.save}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function readable(text: string): { json: unknown } | null {
  try {
    return { json: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
}
