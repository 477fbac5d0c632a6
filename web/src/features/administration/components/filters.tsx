/** Saved filters of the inbox: one's own, and those that are shared with one's groups. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, type shapes } from "../../../api";
import { Confirm, type Question } from "../../../components/confirm";
import type { Column } from "../../../components/grid";
import { t } from "../../../messages";
import { filters, useChange } from "../queries";
import { Remove, Table, When } from "./table";

export function Filters() {
  const found = useQuery(filters);
  const [question, setQuestion] = useState<Question | null>(null);
  const remove = useChange((id: string) => api.deleteFilter(id));
  const ask = ({ id, name }: shapes.TaskFilter) =>
    setQuestion({
      title: t.administer.removeTitle(name),
      text: t.administer.removeFilter,
      go: t.administer.remove,
      isDanger: true,
      onGo: () => remove.mutate(id),
    });
  const columns: Column<shapes.TaskFilter>[] = [
    { key: "name", title: t.administer.id, width: "minmax(120px, 2fr)", show: ({ name }) => name },
    { key: "owner", title: t.administer.owner, width: "100px", show: ({ owner }) => owner },
    {
      key: "groups",
      title: t.administer.sharedWith,
      width: "minmax(90px, 1fr)",
      show: ({ groups }) => groups.join(", ") || t.common.none,
      isMinor: true,
    },
    {
      key: "conditions",
      title: t.administer.conditions,
      width: "90px",
      show: ({ conditions }) => conditions.length,
      isNumber: true,
      isMinor: true,
    },
    {
      key: "changed",
      title: t.administer.changed,
      width: "110px",
      show: ({ updated }) => <When at={updated} />,
      isMinor: true,
    },
    {
      key: "remove",
      title: "",
      width: "84px",
      show: (filter) => <Remove name={t.administer.remove} of={filter.name} onRemove={() => ask(filter)} />,
    },
  ];
  return (
    <>
      <Table
        label={t.administer.tabs.filters}
        found={found}
        columns={columns}
        idOf={({ id }) => id}
        none={t.administer.noFilters}
        hint={t.administer.noFiltersHint}
      />
      <Confirm question={question} onClose={() => setQuestion(null)} />
    </>
  );
}
