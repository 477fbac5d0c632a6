/** A list of what there is, with its empty, loading and failed states. */
import { Button, TextInput } from "@mantine/core";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Grid, type Column } from "../../../components/grid";
import { Empty, Failure, LoadingRows } from "../../../components/states";
import { t } from "../../../messages";
import { ago, moment } from "../../../messages/formats";
import css from "../administration.module.css";

interface TableProps<Row> {
  label: string;
  found: UseQueryResult<{ items: Row[] }>;
  columns: Column<Row>[];
  idOf: (row: Row) => string;
  none: string;
  hint?: string;
  search?: { text: string; onChange: (text: string) => void };
  add?: { name: string; onAdd: () => void };
}

export function Table<Row>({ label, found, columns, idOf, none, hint, search, add }: TableProps<Row>) {
  const rows = found.data?.items ?? [];
  return (
    <>
      {(search ?? add) && (
        <div className={css.bar}>
          {search && (
            <TextInput
              className={css.search}
              size="xs"
              leftSection={<IconSearch size={14} />}
              placeholder={t.administer.search}
              aria-label={t.administer.search}
              value={search.text}
              onChange={(event) => search.onChange(event.currentTarget.value)}
            />
          )}
          {add && (
            <Button size="xs" leftSection={<IconPlus size={14} />} onClick={add.onAdd}>
              {add.name}
            </Button>
          )}
        </div>
      )}
      {found.isPending && <LoadingRows />}
      {found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && rows.length === 0 && <Empty title={none}>{hint}</Empty>}
      {rows.length > 0 && <Grid label={label} columns={columns} rows={rows} idOf={idOf} />}
    </>
  );
}

/** When something was, and exactly when where one points at it. */
export const When = ({ at }: { at: string | null }): ReactNode =>
  at ? <span title={moment(at)}>{ago(at)}</span> : <span className={css.quiet}>{t.administer.never}</span>;

/** Opens what stands in a row. */
export const Open = ({ name, onOpen }: { name: string; onOpen: () => void }) => (
  <button className={css.open} onClick={onOpen}>
    {name}
  </button>
);

/** Removes what stands in a row, after a question. */
export const Remove = ({ name, of, onRemove }: { name: string; of: string; onRemove: () => void }) => (
  <Button size="compact-xs" variant="default" aria-label={`${name}: ${of}`} onClick={onRemove}>
    {name}
  </Button>
);
