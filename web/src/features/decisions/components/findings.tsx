/** Gaps, overlaps and rules that never decide. */
import { IconCircleCheck } from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import type { shapes } from "../../../api";
import { State } from "../../../components/facts";
import { Empty, Failure, LoadingRows } from "../../../components/states";
import { t } from "../../../messages";
import css from "../decisions.module.css";

export function Findings({ found }: { found: UseQueryResult<shapes.DecisionFindings> }) {
  if (found.isPending) return <LoadingRows rows={3} />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  if (found.data.items.length === 0)
    return (
      <Empty icon={IconCircleCheck} title={t.decisions.noFindings}>
        {t.decisions.noFindingsHint}
      </Empty>
    );
  return (
    <ul className={css.list}>
      {found.data.items.map((each, index) => (
        <li key={index}>
          <State tone={each.severity === "error" ? "bad" : "warn"}>
            {t.decisions.kinds[each.code] ?? each.code}
          </State>
          <p>{each.message}.</p>
          {each.remedy && <p className={css.quiet}>{each.remedy}</p>}
        </li>
      ))}
    </ul>
  );
}
