/** A table of any length: only the rows that are seen are there; arrows and j/k go from row to row. */
import { Checkbox } from "@mantine/core";
import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type ReactNode, useEffect, useEffectEvent, useRef } from "react";
import { t } from "../../messages";
import css from "./grid.module.css";

export interface Column<Row> {
  key: string;
  title: string;
  /** As CSS has it: `1fr`, `120px`. */
  width: string;
  show: (row: Row) => ReactNode;
  /** What the server calls it when it sorts by it. */
  sort?: string;
  isNumber?: boolean;
  /** Left out where there is little room. */
  isMinor?: boolean;
}

export interface GridProps<Row> {
  label: string;
  columns: Column<Row>[];
  rows: readonly Row[];
  idOf: (row: Row) => string;
  sort?: string;
  onSort?: (sort: string) => void;
  chosen?: ReadonlySet<string>;
  onChoose?: (chosen: Set<string>) => void;
  /** What is open beside the table. */
  current?: string | null;
  /** The last row is near. */
  onEnd?: () => void;
  rowHeight?: number;
}

const STEPS: Record<string, number> = {
  ArrowDown: 1,
  j: 1,
  ArrowUp: -1,
  k: -1,
};
const NEAR = 10;

export function Grid<Row>(props: GridProps<Row>) {
  const { label, columns, rows, idOf, chosen, onChoose, current, onEnd, rowHeight = 40 } = props;
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const seen = virtual.getVirtualItems();
  const last = seen.at(-1)?.index ?? 0;
  const tellEnd = useEffectEvent(() => onEnd?.());
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - NEAR) tellEnd();
  }, [last, rows.length]);

  const move = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    const row = (event.target as HTMLElement).closest<HTMLElement>("[data-index]");
    if (!step || !row || (event.target as HTMLElement).tagName === "INPUT") return;
    event.preventDefault();
    const index = Math.min(rows.length - 1, Math.max(0, Number(row.dataset["index"]) + step));
    virtual.scrollToIndex(index);
    requestAnimationFrame(() =>
      scroll.current?.querySelector<HTMLElement>(`[data-index="${index}"] :is(a, button)`)?.focus(),
    );
  };
  const template = widths(columns, onChoose !== undefined);
  const narrow = widths(
    columns.filter((each) => !each.isMinor),
    onChoose !== undefined,
  );
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChoose?.(next);
  };

  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the links in its rows have the focus
    <div
      ref={scroll}
      className={css.scroll}
      role="table"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      onKeyDown={move}
      style={{ "--columns": template, "--narrow": narrow } as React.CSSProperties}
    >
      <Head {...props} />
      <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: "relative" }}>
        {seen.map(({ index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          const id = idOf(row);
          return (
            <div
              key={id}
              role="row"
              aria-rowindex={index + 2}
              data-index={index}
              className={css.row}
              data-current={id === current || undefined}
              style={{ height: rowHeight, transform: `translateY(${start}px)` }}
            >
              {onChoose && (
                <div role="cell" className={css.check}>
                  <Checkbox
                    size="xs"
                    checked={chosen?.has(id) ?? false}
                    onChange={() => toggle(id)}
                    aria-label={t.operate.chooseRow}
                  />
                </div>
              )}
              {columns.map((column) => (
                <div key={column.key} role="cell" className={classOf(column)}>
                  {column.show(row)}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Head<Row>({ columns, rows, idOf, sort, onSort, chosen, onChoose }: GridProps<Row>) {
  const isWhole = rows.length > 0 && rows.every((row) => chosen?.has(idOf(row)));
  return (
    <div role="rowgroup" className={css.head}>
      <div role="row" className={css.headRow} aria-rowindex={1}>
        {onChoose && (
          <div role="columnheader" className={css.check}>
            <Checkbox
              size="xs"
              checked={isWhole}
              indeterminate={!isWhole && (chosen?.size ?? 0) > 0}
              onChange={() => onChoose(isWhole ? new Set() : new Set(rows.map(idOf)))}
              aria-label={t.operate.chooseAll}
            />
          </div>
        )}
        {columns.map((column) => (
          <div
            key={column.key}
            role="columnheader"
            className={classOf(column)}
            aria-sort={direction(column, sort)}
          >
            {column.sort && onSort ? (
              <button className={css.sort} onClick={() => onSort(turned(column.sort, sort))}>
                {column.title}
                <Arrow way={direction(column, sort)} />
              </button>
            ) : (
              column.title
            )}
          </div>
        ))}
      </div>
    </div>
  );
}

const widths = <Row,>(columns: Column<Row>[], isChosen: boolean): string =>
  `${isChosen ? "32px " : ""}${columns.map((each) => each.width).join(" ")}`;

type Way = "ascending" | "descending" | undefined;

function Arrow({ way }: { way: Way }) {
  if (!way) return null;
  const Icon = way === "ascending" ? IconChevronUp : IconChevronDown;
  return <Icon size={12} stroke={2} aria-hidden />;
}

function direction<Row>(column: Column<Row>, sort: string | undefined): Way {
  if (!column.sort || !sort) return undefined;
  if (sort === column.sort) return "ascending";
  return sort === `-${column.sort}` ? "descending" : undefined;
}

const turned = (name: string | undefined, sort: string | undefined): string =>
  sort === `-${name}` ? `${name}` : `-${name}`;

const classOf = <Row,>({ isNumber, isMinor }: Column<Row>): string =>
  [css.cell, isNumber && css.number, isMinor && css.minor].filter(Boolean).join(" ");
