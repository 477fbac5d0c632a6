/** Which tasks: one's own, those that are free, all, and saved filters; with how many there are. */
import { NativeSelect } from "@mantine/core";
import { IconEye, IconFilter, IconUser, IconUsers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ComponentType } from "react";
import type { shapes } from "../../../api";
import { t } from "../../../messages";
import { number } from "../../../messages/formats";
import css from "../inbox.module.css";
import { count } from "../queries";
import { ofFilter, type View, viewOf, VIEWS, type Who } from "../views";

const ICONS: Record<(typeof VIEWS)[number], ComponentType<{ size?: number; stroke?: number }>> = {
  mine: IconUser,
  free: IconUsers,
  visible: IconEye,
};

interface ViewsProps {
  view: View;
  saved: readonly shapes.TaskFilter[];
  who: Who;
  onView: (view: View) => void;
}

export function Views({ view, saved, who, onView }: ViewsProps) {
  const counts: Record<string, number | null | undefined> = {
    mine: useQuery(count("mine", who)).data,
    free: useQuery(count("free", who)).data,
    visible: useQuery(count("visible", who)).data,
  };
  return (
    <nav className={css.views} aria-label={t.inbox.views}>
      {VIEWS.map((each) => {
        const Icon = ICONS[each];
        return (
          <button key={each} aria-current={each === view || undefined} onClick={() => onView(each)}>
            <Icon size={15} stroke={1.6} />
            <span>{t.inbox[each]}</span>
            <Count of={counts[each]} />
          </button>
        );
      })}
      {saved.length > 0 && <h2>{t.inbox.filters}</h2>}
      {saved.map((each) => (
        <button
          key={each.id}
          aria-current={ofFilter(each.id) === view || undefined}
          onClick={() => onView(ofFilter(each.id))}
        >
          <IconFilter size={15} stroke={1.6} />
          <span>{each.name}</span>
          <Count of={each.count} isLeast={!each.is_counted} />
        </button>
      ))}
    </nav>
  );
}

function Count({ of, isLeast = false }: { of: number | null | undefined; isLeast?: boolean }) {
  return (
    <span className={css.number}>
      {of === null || of === undefined ? "" : number(of)}
      {isLeast && of !== null && "+"}
    </span>
  );
}

/** The same where there is little room. */
export function ViewChoice({ view, saved, onView }: Omit<ViewsProps, "who">) {
  return (
    <NativeSelect
      className={css.viewChoice}
      size="xs"
      aria-label={t.inbox.views}
      data={[
        ...VIEWS.map((value) => ({ value, label: t.inbox[value] })),
        ...saved.map(({ id, name }) => ({ value: ofFilter(id), label: name })),
      ]}
      value={view}
      onChange={(event) => onView(viewOf(event.currentTarget.value))}
    />
  );
}
