/** The instances of a version: filtered, sorted, chosen, and operated on many at once. */
import { Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { shapes } from "../../../api";
import { Life } from "../../../components/facts/life";
import { Grid, type Column } from "../../../components/grid";
import { Empty, Failure, LoadingRows } from "../../../components/states";
import { t } from "../../../messages";
import { ago, moment } from "../../../messages/formats";
import { short } from "../../../messages/short";
import css from "../processes.module.css";
import { instances, type InstanceFilters } from "../queries";
import { Many } from "./many";

const COLUMNS: Column<shapes.Instance>[] = [
  {
    key: "key",
    title: t.instances.businessKey,
    width: "minmax(104px, 2fr)",
    sort: "business_key",
    show: ({ id, business_key }) => (
      <Link to="/processes/instances/$id" params={{ id }} title={id}>
        {business_key ?? short(id)}
      </Link>
    ),
  },
  {
    key: "state",
    title: t.instances.state,
    width: "88px",
    sort: "status",
    show: ({ status }) => <Life state={status} />,
  },
  {
    key: "started",
    title: t.instances.started,
    width: "84px",
    sort: "start_time",
    show: ({ start_time }) => <span title={moment(start_time)}>{ago(start_time)}</span>,
  },
  {
    key: "ended",
    title: t.instances.ended,
    width: "110px",
    sort: "end_time",
    isMinor: true,
    show: ({ end_time }) =>
      end_time ? <span title={moment(end_time)}>{ago(end_time)}</span> : t.common.none,
  },
  {
    key: "by",
    title: t.instances.by,
    width: "120px",
    isMinor: true,
    show: ({ started_by }) => started_by ?? t.operate.system,
  },
];
const STATES = ["active", "suspended", "completed", "terminated"] as const;
export type Status = (typeof STATES)[number];

export interface ListSearch {
  status?: Status;
  business?: string;
  sort?: string;
}

interface ListProps {
  definition: shapes.Definition;
  all: shapes.Definition[];
  filters: ListSearch;
  onFilter: (change: ListSearch) => void;
}

export function InstanceList({ definition, all, filters, onFilter }: ListProps) {
  const [chosen, setChosen] = useState<Set<string>>(new Set());
  const asked: InstanceFilters = {
    definition: definition.id,
    status: filters.status,
    businessKey: filters.business,
    sort: filters.sort,
  };
  const found = useInfiniteQuery(instances(asked));
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const total = found.data?.pages[0]?.total ?? 0;
  return (
    <section className={css.list} aria-label={t.instances.of(definition.name ?? definition.key)}>
      <div className={css.bar}>
        {chosen.size > 0 ? (
          <Many chosen={chosen} definition={definition} all={all} onDone={() => setChosen(new Set())} />
        ) : (
          <>
            <Filters filters={filters} onFilter={onFilter} />
            <span className={`${css.quiet} ${css.push}`}>
              {found.isSuccess && t.instances.total(total ?? 0)}
            </span>
          </>
        )}
      </div>
      {found.isPending && <LoadingRows />}
      {found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && rows.length === 0 && <Empty title={t.instances.none}>{t.instances.noneHint}</Empty>}
      {rows.length > 0 && (
        <Grid
          label={t.instances.of(definition.name ?? definition.key)}
          columns={COLUMNS}
          rows={rows}
          idOf={({ id }) => id}
          sort={filters.sort ?? "-start_time"}
          onSort={(sort) => onFilter({ sort })}
          chosen={chosen}
          onChoose={setChosen}
          onEnd={() => {
            if (found.hasNextPage && !found.isFetchingNextPage) void found.fetchNextPage();
          }}
        />
      )}
    </section>
  );
}

const PAUSE = 250;

function Filters({ filters, onFilter }: Pick<ListProps, "filters" | "onFilter">) {
  const [text, setText] = useState(filters.business ?? "");
  const ask = useDebouncedCallback(
    (business: string) => onFilter({ business: business || undefined }),
    PAUSE,
  );
  return (
    <>
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
        value={filters.status ?? null}
        onChange={(status) => onFilter({ status: status ?? undefined })}
        clearButtonProps={{ "aria-label": t.instances.anyState }}
      />
      <TextInput
        size="xs"
        w={170}
        placeholder={t.instances.filterKey}
        aria-label={t.instances.filterKey}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          ask(event.currentTarget.value);
        }}
      />
    </>
  );
}
