/** What can run: processes, each with its newest version. */
import { Button, TextInput } from "@mantine/core";
import { IconRoute, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import type { shapes } from "../../api";
import { State } from "../../components/facts";
import { Grid, type Column } from "../../components/grid";
import { Page } from "../../components/page";
import { Empty, Failure, LoadingRows } from "../../components/states";
import { t } from "../../messages";
import { ago, moment } from "../../messages/formats";
import css from "./processes.module.css";
import { definitions } from "./queries";

const COLUMNS: Column<shapes.Definition>[] = [
  {
    key: "name",
    title: t.processes.name,
    width: "minmax(160px, 2fr)",
    show: ({ key, name }) => (
      <Link to="/processes/definitions/$key" params={{ key }}>
        {name ?? key}
      </Link>
    ),
  },
  {
    key: "key",
    title: t.processes.key,
    width: "minmax(100px, 1fr)",
    show: ({ key }) => <code>{key}</code>,
    isMinor: true,
  },
  {
    key: "version",
    title: t.processes.version,
    width: "70px",
    show: ({ version }) => version,
    isNumber: true,
  },
  {
    key: "deployed",
    title: t.processes.deployed,
    width: "110px",
    show: ({ deployed_at }) => <span title={moment(deployed_at)}>{ago(deployed_at)}</span>,
    isMinor: true,
  },
  {
    key: "by",
    title: t.processes.by,
    width: "110px",
    show: ({ deployed_by }) => deployed_by ?? t.operate.system,
    isMinor: true,
  },
  {
    key: "state",
    title: t.processes.state,
    width: "130px",
    show: ({ suspended }) =>
      suspended ? (
        <State tone="warn">{t.processes.suspended}</State>
      ) : (
        <State tone="good">{t.lifecycle["active"]}</State>
      ),
  },
];

export default function Processes() {
  const { q = "" } = useSearch({ from: "/processes" });
  const navigate = useNavigate();
  const found = useQuery(definitions);
  const wanted = q.toLowerCase();
  const rows = (found.data?.items ?? []).filter(({ key, name }) =>
    `${key} ${name ?? ""}`.toLowerCase().includes(wanted),
  );
  return (
    <Page
      title={t.processes.title}
      actions={
        <Button
          size="xs"
          variant="default"
          renderRoot={(props) => <Link to="/processes/batches" {...props} />}
        >
          {t.processes.batches}
        </Button>
      }
    >
      <div className={css.bar}>
        <TextInput
          className={css.search}
          size="xs"
          leftSection={<IconSearch size={14} />}
          placeholder={t.processes.search}
          aria-label={t.processes.search}
          value={q}
          onChange={(event) =>
            void navigate({
              to: "/processes",
              search: { q: event.currentTarget.value || undefined },
              replace: true,
            })
          }
        />
      </div>
      {found.isPending && <LoadingRows />}
      {found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && rows.length === 0 && (
        <Empty icon={IconRoute} title={q ? t.processes.noMatch : t.processes.none}>
          {q ? t.processes.noMatchHint : t.processes.noneHint}
        </Empty>
      )}
      {rows.length > 0 && (
        <Grid label={t.processes.title} columns={COLUMNS} rows={rows} idOf={({ id }) => id} />
      )}
    </Page>
  );
}
