/** What is attached to the task. */
import { ActionIcon, Button, FileButton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconFile, IconLink, IconPlus, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, download, type shapes } from "../../../api";
import { Failure, LoadingRows } from "../../../components/states";
import { t } from "../../../messages";
import { bytes } from "../../../messages/bytes";
import { ago } from "../../../messages/formats";
import css from "../inbox.module.css";
import { attachments } from "../queries";
import { refused } from "../use-acts";

const MOST_BYTES = 25 * 1024 * 1024;

export function Files({ task, user }: { task: string; user: string }) {
  const store = useQueryClient();
  const found = useQuery(attachments(task));
  const settled = () => store.invalidateQueries({ queryKey: ["tasks"] });
  const attach = useMutation({
    mutationFn: async (file: File) =>
      api.addTaskAttachment(task, {
        name: file.name,
        media_type: file.type || null,
        content: await inBase64(file),
      }),
    onError: refused,
    onSettled: settled,
  });
  const remove = useMutation({
    mutationFn: (id: string) => api.deleteAttachment(id),
    onError: refused,
    onSettled: settled,
  });
  const take = (file: File | null) => {
    if (!file) return;
    if (file.size > MOST_BYTES) notifications.show({ color: "red", message: t.inbox.tooLarge });
    else attach.mutate(file);
  };
  const shown = found.data?.items.filter((each) => !each.deleted) ?? [];
  return (
    <div className={css.part}>
      {found.isPending && <LoadingRows rows={2} />}
      {found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && shown.length === 0 && <p className={css.quiet}>{t.inbox.noFiles}</p>}
      <ul className={css.files}>
        {shown.map((each) => (
          <Attached
            key={each.id}
            of={each}
            onRemove={each.author === user ? () => remove.mutate(each.id) : undefined}
          />
        ))}
      </ul>
      <FileButton onChange={take}>
        {(props) => (
          <Button
            {...props}
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} />}
            loading={attach.isPending}
          >
            {t.inbox.attach}
          </Button>
        )}
      </FileButton>
    </div>
  );
}

function Attached({ of, onRemove }: { of: shapes.Attachment; onRemove: (() => void) | undefined }) {
  const name = of.name ?? of.id;
  const Icon = of.url ? IconLink : IconFile;
  return (
    <li>
      <Icon size={16} stroke={1.5} aria-hidden />
      <div>
        {of.url ? (
          <a href={of.url} target="_blank" rel="noreferrer noopener">
            {name}
          </a>
        ) : (
          <button
            className={css.link}
            aria-label={t.inbox.download(name)}
            onClick={() =>
              void download(`/api/processes/attachments/${encodeURIComponent(of.id)}/content`, name).catch(
                refused,
              )
            }
          >
            {name}
          </button>
        )}
        <p>
          {[of.size_bytes === null ? null : bytes(of.size_bytes), of.author, ago(of.created)]
            .filter(Boolean)
            .join(" · ")}
        </p>
      </div>
      {onRemove && (
        <ActionIcon size="sm" aria-label={t.inbox.remove} onClick={onRemove}>
          <IconTrash size={14} stroke={1.6} />
        </ActionIcon>
      )}
    </li>
  );
}

const PIECE = 0x8000;

async function inBase64(file: File): Promise<string> {
  const read = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let start = 0; start < read.length; start += PIECE)
    text += String.fromCharCode(...read.subarray(start, start + PIECE));
  return btoa(text);
}
