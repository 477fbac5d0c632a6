/** What can be decided. */
import { TextInput } from "@mantine/core";
import { IconSearch, IconTable } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import type { shapes } from "../../api";
import { Grid, type Column } from "../../components/grid";
import { Page } from "../../components/page";
import { Empty, Failure, LoadingRows } from "../../components/states";
import { t } from "../../messages";
import { ago, moment } from "../../messages/formats";
import { decisions } from "./queries";

const COLUMNS: Column<shapes.Definition>[] = [
  {
    key: "name",
    title: t.processes.name,
    width: "minmax(140px, 2fr)",
    show: ({ key, name }) => (
      <Link to="/decisions/$key" params={{ key }}>
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
  },
  {
    key: "by",
    title: t.processes.by,
    width: "110px",
    show: ({ deployed_by }) => deployed_by ?? t.operate.system,
    isMinor: true,
  },
];

export default function Decisions() {
  const { q = "" } = useSearch({ from: "/decisions" });
  const navigate = useNavigate();
  const found = useQuery(decisions);
  const wanted = q.toLowerCase();
  const rows = (found.data?.items ?? []).filter(({ key, name }) =>
    `${key} ${name ?? ""}`.toLowerCase().includes(wanted),
  );
  return (
    <Page
      title={t.decisions.title}
      actions={
        <TextInput
          size="xs"
          leftSection={<IconSearch size={14} />}
          placeholder={t.processes.search}
          aria-label={t.processes.search}
          value={q}
          onChange={(event) =>
            void navigate({
              to: "/decisions",
              search: { q: event.currentTarget.value || undefined },
              replace: true,
            })
          }
        />
      }
    >
      {found.isPending && <LoadingRows />}
      {found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && rows.length === 0 && (
        <Empty icon={IconTable} title={q ? t.decisions.noMatch : t.decisions.none}>
          {q ? t.processes.noMatchHint : t.decisions.noneHint}
        </Empty>
      )}
      {rows.length > 0 && (
        <Grid label={t.decisions.title} columns={COLUMNS} rows={rows} idOf={({ id }) => id} />
      )}
    </Page>
  );
}
