/** What was said about the task. */
import { ActionIcon, Button, Textarea } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, type shapes } from "../../../api";
import { Person } from "../../../components/person";
import { Failure, LoadingRows } from "../../../components/states";
import { t } from "../../../messages";
import { ago, moment } from "../../../messages/formats";
import css from "../inbox.module.css";
import { comments } from "../queries";
import { refused } from "../use-acts";

export function Talk({ task, user }: { task: string; user: string }) {
  const store = useQueryClient();
  const found = useQuery(comments(task));
  const [text, setText] = useState("");
  const settled = () => store.invalidateQueries({ queryKey: ["tasks"] });
  const say = useMutation({
    mutationFn: () => api.addTaskComment(task, { text: text.trim() }),
    onSuccess: () => setText(""),
    onError: refused,
    onSettled: settled,
  });
  const remove = useMutation({
    mutationFn: (id: string) => api.deleteComment(id),
    onError: refused,
    onSettled: settled,
  });
  const send = (event?: FormEvent) => {
    event?.preventDefault();
    if (text.trim() && !say.isPending) say.mutate();
  };
  return (
    <div className={css.part}>
      {found.isPending && <LoadingRows rows={2} />}
      {found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data?.items.length === 0 && <p className={css.quiet}>{t.inbox.quiet}</p>}
      <ol className={css.talk}>
        {found.data?.items.map((each) => (
          <Said
            key={each.id}
            of={each}
            onRemove={each.author === user && !each.deleted ? () => remove.mutate(each.id) : undefined}
          />
        ))}
      </ol>
      <form className={css.say} onSubmit={send}>
        <Textarea
          autosize
          minRows={2}
          maxRows={10}
          label={t.inbox.say}
          placeholder={t.inbox.sayHint}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send();
          }}
        />
        <Button size="xs" type="submit" disabled={!text.trim()} loading={say.isPending}>
          {t.inbox.send}
        </Button>
      </form>
    </div>
  );
}

function Said({ of, onRemove }: { of: shapes.Comment; onRemove: (() => void) | undefined }) {
  const author = of.author ?? t.operate.system;
  return (
    <li>
      <Person id={author} size={24} />
      <div>
        <p className={css.by}>
          <b>{author}</b> <span title={moment(of.created)}>{ago(of.created)}</span>
          {of.edited && ` · ${t.inbox.edited}`}
        </p>
        <p className={css.words}>{of.deleted ? <i>{t.inbox.gone}</i> : of.text}</p>
      </div>
      {onRemove && (
        <ActionIcon size="sm" aria-label={t.inbox.remove} onClick={onRemove}>
          <IconTrash size={14} stroke={1.6} />
        </ActionIcon>
      )}
    </li>
  );
}
