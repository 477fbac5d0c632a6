/** The cases that run and ran. */
import { Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconBriefcase } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import type { shapes } from "../../api";
import { Life } from "../../components/facts/life";
import { Grid, type Column } from "../../components/grid";
import { Page } from "../../components/page";
import { Empty, Failure, LoadingRows } from "../../components/states";
import { t } from "../../messages";
import { ago, moment } from "../../messages/formats";
import { short } from "../../messages/short";
import css from "./cases.module.css";
import { cases, definitions } from "./queries";

const HERE = "/cases";
const STATES = ["active", "suspended", "failed", "completed", "terminated", "closed"] as const;
const PAUSE = 250;
const COLUMNS: Column<shapes.Case>[] = [
  {
    key: "business",
    title: t.cases.case,
    width: "minmax(110px, 2fr)",
    sort: "business_key",
    show: ({ id, business_key }) => (
      <Link to="/cases/$id" params={{ id }} title={id}>
        {business_key ?? short(id)}
      </Link>
    ),
  },
  {
    key: "kind",
    title: t.cases.kind,
    width: "minmax(100px, 1fr)",
    show: (each) => each.case_definition_name ?? each.case_definition_key,
    isMinor: true,
  },
  {
    key: "state",
    title: t.instances.state,
    width: "100px",
    show: ({ status }) => <Life state={status} />,
  },
  {
    key: "created",
    title: t.instances.started,
    width: "100px",
    show: ({ created }) => <span title={moment(created)}>{ago(created)}</span>,
  },
  {
    key: "by",
    title: t.instances.by,
    width: "110px",
    show: ({ created_by }) => created_by ?? t.operate.system,
    isMinor: true,
  },
];

export default function Cases() {
  const search = useSearch({ from: HERE });
  const navigate = useNavigate({ from: HERE });
  const change = (wanted: Partial<typeof search>) =>
    void navigate({
      search: (before) => ({ ...before, ...wanted }),
      replace: true,
    });
  const kinds = useQuery(definitions).data?.items ?? [];
  const found = useInfiniteQuery(cases(search));
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const [text, setText] = useState(search.business ?? "");
  const ask = useDebouncedCallback((business: string) => change({ business: business || undefined }), PAUSE);
  return (
    <Page title={t.cases.title} note={found.isSuccess && t.cases.total(found.data.pages[0]?.total ?? 0)}>
      <div className={css.bar}>
        <TextInput
          size="xs"
          placeholder={t.instances.filterKey}
          aria-label={t.instances.filterKey}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            ask(event.currentTarget.value);
          }}
        />
        <Select
          size="xs"
          w={170}
          clearable
          placeholder={t.cases.anyKind}
          aria-label={t.cases.kind}
          data={kinds.map(({ key, name }) => ({
            value: key,
            label: name ?? key,
          }))}
          value={search.kind ?? null}
          onChange={(kind) => change({ kind: kind ?? undefined })}
          clearButtonProps={{ "aria-label": t.cases.anyKind }}
        />
        <Select
          size="xs"
          w={130}
          clearable
          placeholder={t.instances.anyState}
          aria-label={t.instances.filterState}
          data={STATES.map((value) => ({
            value,
            label: t.lifecycle[value] ?? value,
          }))}
          value={search.status ?? null}
          onChange={(status) => change({ status: status ?? undefined })}
          clearButtonProps={{ "aria-label": t.instances.anyState }}
        />
      </div>
      {found.isPending && <LoadingRows />}
      {found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && rows.length === 0 && (
        <Empty icon={IconBriefcase} title={t.cases.none}>
          {t.cases.noneHint}
        </Empty>
      )}
      {rows.length > 0 && (
        <Grid
          label={t.cases.title}
          columns={COLUMNS}
          rows={rows}
          idOf={({ id }) => id}
          sort={search.sort}
          onSort={(sort) => change({ sort })}
          onEnd={() => {
            if (found.hasNextPage && !found.isFetchingNextPage) void found.fetchNextPage();
          }}
        />
      )}
    </Page>
  );
}
