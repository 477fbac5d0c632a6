/** One case: its plan with the states, what can be done, its file and what happened. */
import { Button, Menu, Tabs } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import type { shapes } from "../../api";
import { Life } from "../../components/facts/life";
import { Page } from "../../components/page";
import { Failure, LoadingRows } from "../../components/states";
import { CmmnDiagram, isDrawn } from "../../diagrams/cmmn";
import { t } from "../../messages";
import { moment } from "../../messages/formats";
import { short } from "../../messages/short";
import css from "./cases.module.css";
import { Audit } from "./components/audit";
import { File } from "./components/file";
import { Plan } from "./components/plan";
import { Timeline } from "./components/timeline";
import { statesOf } from "./plan";
import { actions, items, oneCase, xml } from "./queries";
import { useAct } from "./use-act";

const HERE = "/cases/$id";

export default function CasePage() {
  const { id } = useParams({ from: HERE });
  const found = useQuery(oneCase(id));
  if (found.isPending) return <LoadingRows />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Whole key={id} of={found.data} />;
}

function Whole({ of }: { of: shapes.Case }) {
  const { tab = "plan", item } = useSearch({ from: HERE });
  const navigate = useNavigate({ from: HERE });
  const change = (wanted: { tab?: string; item?: string }) =>
    void navigate({
      search: (before) => ({ ...before, ...wanted }),
      replace: true,
    });
  const plan = useQuery(items(of.id));
  const offered = useQuery(actions(of.id));
  const model = useQuery(xml(of.case_definition_id));
  const planned = plan.data?.items ?? [];
  const name = of.case_definition_name ?? of.case_definition_key;
  const own = offered.data?.items.filter((each) => each.type === "case") ?? [];
  return (
    <Page
      title={of.business_key ?? `${name} ${short(of.id)}`}
      crumbs={[{ name: t.cases.title, to: "/cases" }]}
      mark={<Life state={of.status} />}
      note={
        <>
          {name} · {t.operate.version(of.case_definition_version)} · {moment(of.created)} ·{" "}
          {of.created_by ?? t.operate.system}
        </>
      }
      actions={own.length > 0 && <CaseMenu id={of.id} own={own} />}
    >
      <div className={css.scrolled}>
        {model.data && isDrawn(model.data) && (
          <section className={css.picture} aria-label={t.diagrams.of(name)}>
            <CmmnDiagram
              xml={model.data}
              label={t.diagrams.of(name)}
              states={statesOf(planned)}
              chosen={item ?? null}
              onChoose={(chosen) => change({ item: chosen ?? undefined, tab: "plan" })}
            />
          </section>
        )}
        <Tabs value={tab} onChange={(wanted) => change({ tab: wanted ?? undefined })} keepMounted={false}>
          <Tabs.List aria-label={t.cases.views} px="sm">
            <Tabs.Tab value="plan">{t.cases.plan}</Tabs.Tab>
            <Tabs.Tab value="file">{t.cases.file}</Tabs.Tab>
            <Tabs.Tab value="timeline">{t.cases.timeline}</Tabs.Tab>
            <Tabs.Tab value="audit">{t.instances.audit}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="plan">
            {plan.isPending && <LoadingRows rows={5} />}
            {plan.isError && <Failure error={plan.error} retry={() => void plan.refetch()} />}
            {plan.isSuccess && (
              <Plan id={of.id} items={planned} actions={offered.data?.items ?? []} chosen={item ?? null} />
            )}
          </Tabs.Panel>
          <Tabs.Panel value="file">
            <File id={of.id} isOpen={of.ended === null} />
          </Tabs.Panel>
          <Tabs.Panel value="timeline">
            <Timeline id={of.id} items={planned} />
          </Tabs.Panel>
          <Tabs.Panel value="audit">
            <Audit id={of.id} />
          </Tabs.Panel>
        </Tabs>
      </div>
    </Page>
  );
}

function CaseMenu({ id, own }: { id: string; own: shapes.Action[] }) {
  const act = useAct(id);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="xs" variant="default" px={8} aria-label={t.cases.actions}>
          <IconDots size={16} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {own.map((each) => (
          <Menu.Item key={each.action} onClick={() => act.mutate(each)}>
            {t.cases.act[each.action] ?? each.action}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
