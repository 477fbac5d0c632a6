/** How work goes: what comes and goes, how long it takes, where it waits, and who has how much of it. */
import { SegmentedControl, Select } from "@mantine/core";
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Page } from "../../components/page";
import { Failure, LoadingRows } from "../../components/states";
import { t } from "../../messages";
import { Bottlenecks } from "./components/bottlenecks";
import { Compliance } from "./components/compliance";
import { Running } from "./components/running";
import { Throughput } from "./components/throughput";
import { Workload } from "./components/workload";
import css from "./monitoring.module.css";
import { bottlenecks, compliance, metrics, processes, type Range, running, workload } from "./queries";

const HERE = "/monitoring";
const SPANS = [7, 30, 90];
const USUAL = 30;

export default function Monitoring() {
  const { days = USUAL, process } = useSearch({ from: HERE });
  const navigate = useNavigate({ from: HERE });
  const range: Range = { days, process };
  const known = useQuery(processes);
  return (
    <Page
      title={t.monitoring.title}
      actions={
        <>
          <Select
            size="xs"
            w={190}
            clearable
            searchable
            placeholder={t.monitoring.all}
            aria-label={t.monitoring.process}
            data={(known.data?.items ?? []).map(({ key, name }) => ({ value: key, label: name ?? key }))}
            value={process ?? null}
            onChange={(value) =>
              void navigate({
                search: (before) => ({ ...before, process: value ?? undefined }),
                replace: true,
              })
            }
            clearButtonProps={{ "aria-label": t.monitoring.all }}
          />
          <SegmentedControl
            size="xs"
            aria-label={t.monitoring.span}
            data={SPANS.map((each) => ({ value: String(each), label: t.monitoring.days(each) }))}
            value={String(days)}
            onChange={(value) =>
              void navigate({ search: (before) => ({ ...before, days: Number(value) }), replace: true })
            }
          />
        </>
      }
    >
      <div className={css.board}>
        <Part found={useQuery(metrics(range))} isWide>
          {(data) => <Throughput of={data} />}
        </Part>
        <Part title={t.monitoring.bottlenecks} found={useQuery(bottlenecks(range))}>
          {(data) => <Bottlenecks of={data.items} />}
        </Part>
        <Part title={t.monitoring.workload} found={useQuery(workload(range))}>
          {(data) => <Workload of={data} />}
        </Part>
        <Part title={t.monitoring.sla} found={useQuery(compliance(range))}>
          {(data) => <Compliance of={data.items} />}
        </Part>
        <Part title={t.monitoring.running} found={useQuery(running(range))}>
          {(data) => <Running of={data.items} />}
        </Part>
      </div>
    </Page>
  );
}

interface PartProps<Data> {
  title?: string;
  found: UseQueryResult<Data>;
  isWide?: boolean;
  children: (data: Data) => ReactNode;
}

function Part<Data>({ title, found, isWide, children }: PartProps<Data>) {
  return (
    <section
      className={css.part}
      data-wide={isWide || undefined}
      aria-label={title ?? t.monitoring.throughput}
    >
      {title && <h2 className={css.title}>{title}</h2>}
      {found.isPending && <LoadingRows rows={4} />}
      {found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && children(found.data)}
    </section>
  );
}
