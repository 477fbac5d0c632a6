/** The plan, nested as its stages are: states, what can be done, and why something waits. */
import { Button, Menu } from "@mantine/core";
import {
  IconBell,
  IconCheckbox,
  IconDiamond,
  IconDots,
  IconFlag3,
  IconPlus,
  IconRoute,
  IconStack2,
  IconTable,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ComponentType, useEffect, useRef, useState } from "react";
import type { shapes } from "../../../api";
import { Life } from "../../../components/facts/life";
import { Empty, LoadingRows } from "../../../components/states";
import { t } from "../../../messages";
import { ago, moment } from "../../../messages/formats";
import css from "../cases.module.css";
import { isFirst, type Planned, planOf } from "../plan";
import { reasons } from "../queries";
import { useAct } from "../use-act";

interface PlanProps {
  id: string;
  items: readonly shapes.PlanItem[];
  actions: readonly shapes.Action[];
  chosen: string | null;
}

const ICONS: Record<string, ComponentType<{ size?: number; stroke?: number }>> = {
  humanTask: IconCheckbox,
  stage: IconStack2,
  milestone: IconFlag3,
  processTask: IconRoute,
  caseTask: IconRoute,
  decisionTask: IconTable,
  eventListener: IconBell,
  userEventListener: IconBell,
  timerEventListener: IconBell,
};
const WAITING = new Set(["available"]);

export function Plan({ id, items, actions, chosen }: PlanProps) {
  const top = planOf(items, actions);
  const inCase = actions.filter(
    (each) => each.action === "plan" && !items.some((i) => i.execution_id === each.execution_id),
  );
  if (top.length === 0) return <Empty title={t.cases.emptyPlan} />;
  return (
    <div className={css.part}>
      <ul className={css.plan}>
        {top.map((each) => (
          <Item key={each.item.execution_id} id={id} of={each} chosen={chosen} />
        ))}
      </ul>
      <Discretionary id={id} actions={inCase} />
    </div>
  );
}

function Item({ id, of, chosen }: { id: string; of: Planned; chosen: string | null }) {
  const { item, inside, actions, discretionary } = of;
  const [isAsked, setAsked] = useState(false);
  const row = useRef<HTMLLIElement>(null);
  const act = useAct(id);
  const isChosen = chosen === item.plan_item_id;
  useEffect(() => {
    if (isChosen) row.current?.scrollIntoView({ block: "nearest" });
  }, [isChosen]);
  const Icon = ICONS[item.type] ?? IconDiamond;
  const [first, rest] = [actions.filter(isFirst), actions.filter((each) => !isFirst(each))];
  const when = item.changed ?? item.created;
  return (
    <li ref={row} className={css.item} data-chosen={isChosen || undefined}>
      <div className={css.line}>
        <Icon size={16} stroke={1.5} aria-hidden />
        <span className={css.name}>{item.name ?? item.plan_item_id}</span>
        <Life state={item.status} />
        {item.required && <span className={css.quiet}>{t.cases.required}</span>}
        <span className={css.quiet} title={moment(when)}>
          {ago(when)}
        </span>
        <span className={css.keys}>
          {WAITING.has(item.status) && (
            <button className={css.why} aria-expanded={isAsked} onClick={() => setAsked(!isAsked)}>
              {t.cases.why}
            </button>
          )}
          {first.map((each) => (
            <Button
              key={each.action}
              size="compact-xs"
              variant="light"
              title={each.why}
              onClick={() => act.mutate(each)}
            >
              {t.cases.act[each.action] ?? each.action}
            </Button>
          ))}
          {rest.length > 0 && (
            <Menu position="bottom-end">
              <Menu.Target>
                <Button
                  size="compact-xs"
                  variant="subtle"
                  color="gray"
                  px={4}
                  aria-label={t.cases.actionsOf(item.name ?? item.plan_item_id)}
                >
                  <IconDots size={14} />
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {rest.map((each) => (
                  <Menu.Item key={each.action} onClick={() => act.mutate(each)}>
                    {t.cases.act[each.action] ?? each.action}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          )}
        </span>
      </div>
      {isAsked && <Why id={id} item={item} />}
      {inside.length > 0 && (
        <ul className={css.plan}>
          {inside.map((each) => (
            <Item key={each.item.execution_id} id={id} of={each} chosen={chosen} />
          ))}
        </ul>
      )}
      <Discretionary id={id} actions={discretionary} />
    </li>
  );
}

function Discretionary({ id, actions }: { id: string; actions: readonly shapes.Action[] }) {
  const act = useAct(id);
  if (actions.length === 0) return null;
  return (
    <div className={css.discretionary}>
      <span className={css.quiet}>{t.cases.discretionary}</span>
      {actions.map((each) => (
        <Button
          key={each.plan_item_id}
          size="compact-xs"
          variant="default"
          leftSection={<IconPlus size={12} />}
          title={each.why}
          onClick={() => act.mutate(each)}
        >
          {each.name ?? each.plan_item_id}
        </Button>
      ))}
    </div>
  );
}

function Why({ id, item }: { id: string; item: shapes.PlanItem }) {
  const found = useQuery(reasons(id, item.plan_item_id));
  if (found.isPending) return <LoadingRows rows={1} />;
  const reason = found.data?.items.find((each) => each.execution_id === item.execution_id);
  return (
    <div className={css.reason} role="status">
      {found.isError ? found.error.message : reason?.why}
      {reason && reason.criteria.length > 0 && (
        <ul>
          {reason.criteria.map((each) => (
            <li key={each.sentry}>
              <code>{each.sentry}</code>
              {each.missing.length > 0 && ` ${t.cases.missing(each.missing.join(", "))}`}
              {each.condition && (
                <>
                  {" "}
                  {each.holds ? t.cases.holds : t.cases.fails} <code>{each.condition}</code>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
