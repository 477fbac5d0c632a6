/** What is in trouble, by its cause; ended one by one or together. */
import { Select, TextInput } from "@mantine/core";
import { IconCircleCheck, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { shapes } from "../../api";
import { Page } from "../../components/page";
import { Empty, Failure, LoadingRows } from "../../components/states";
import { t } from "../../messages";
import { ago, moment } from "../../messages/formats";
import { OfCause } from "./components/of-cause";
import css from "./incidents.module.css";
import { causeName, causes, type Status } from "./queries";

const HERE = "/incidents";

export default function Incidents() {
  const search = useSearch({ from: HERE });
  const { q = "", status = "open" } = search;
  const navigate = useNavigate({ from: HERE });
  const change = (wanted: Partial<typeof search>) =>
    void navigate({
      search: (before) => ({ ...before, ...wanted }),
      replace: true,
    });
  const found = useQuery(causes(status));
  const wanted = q.toLowerCase();
  const shown = (found.data?.items ?? []).filter((each) =>
    `${causeName(each)} ${each.newest.incident_message}`.toLowerCase().includes(wanted),
  );
  const chosen = shown.find((each) => causeName(each) === search.cause);
  return (
    <Page
      title={t.incidents.title}
      actions={
        <>
          <TextInput
            size="xs"
            leftSection={<IconSearch size={14} />}
            placeholder={t.incidents.search}
            aria-label={t.incidents.search}
            value={q}
            onChange={(event) => change({ q: event.currentTarget.value || undefined })}
          />
          <Select
            size="xs"
            w={120}
            allowDeselect={false}
            aria-label={t.incidents.status}
            data={Object.entries(t.incidents.statuses).map(([value, label]) => ({ value, label }))}
            value={status}
            onChange={(value) =>
              change({
                status: value as Status,
                cause: undefined,
                incident: undefined,
              })
            }
          />
        </>
      }
    >
      {found.isPending && <LoadingRows />}
      {found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && shown.length === 0 && (
        <Empty icon={IconCircleCheck} title={t.incidents.none}>
          {t.incidents.noneHint}
        </Empty>
      )}
      {shown.length > 0 && (
        <div className={css.split} data-chosen={chosen !== undefined || undefined}>
          <nav className={css.causes} aria-label={t.incidents.causes}>
            {shown.map((each) => (
              <Cause
                key={causeName(each)}
                of={each}
                isChosen={each === chosen}
                onChoose={() => change({ cause: causeName(each), incident: undefined })}
              />
            ))}
          </nav>
          {chosen ? (
            <OfCause
              key={`${causeName(chosen)} ${status}`}
              cause={chosen}
              status={status}
              current={search.incident ?? null}
              onOpen={(id) => change({ incident: id })}
              onBack={() => change({ cause: undefined, incident: undefined })}
            />
          ) : (
            <div className={css.aside}>
              <Empty title={t.incidents.choose}>{t.incidents.chooseHint}</Empty>
            </div>
          )}
        </div>
      )}
    </Page>
  );
}

interface CauseProps {
  of: shapes.Cause;
  isChosen: boolean;
  onChoose: () => void;
}

function Cause({ of, isChosen, onChoose }: CauseProps) {
  const [said = ""] = of.newest.incident_message.trim().split("\n").slice(-1);
  return (
    <button className={css.cause} aria-current={isChosen || undefined} onClick={onChoose}>
      <span className={css.count}>{of.count}</span>
      <span className={css.what}>
        <span className={css.said}>{said}</span>
        <span className={css.where}>
          {of.process_definition_key} · {of.activity_id}
        </span>
        <span className={css.where} title={moment(of.newest.created)}>
          <code>{of.code}</code> · {ago(of.newest.created)}
        </span>
      </span>
    </button>
  );
}
