/** One instance: where its tokens are, what it knows, what happened to it, and what can be done with it. */
import { Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import type { shapes } from "../../api";
import { Life } from "../../components/facts/life";
import { Page } from "../../components/page";
import { Failure, LoadingRows } from "../../components/states";
import { elementsOf } from "../../diagrams/elements";
import { t } from "../../messages";
import { moment } from "../../messages/formats";
import { short } from "../../messages/short";
import { Activity } from "./components/activity";
import { Audit } from "./components/audit";
import { InstanceActions } from "./components/instance-actions";
import { InstanceIncidents } from "./components/instance-incidents";
import { Jobs } from "./components/jobs";
import { Modification, type Move } from "./components/modification";
import { Picture } from "./components/picture";
import { Variables } from "./components/variables";
import css from "./processes.module.css";
import { instance, xml } from "./queries";

const HERE = "/processes/instances/$id";

export default function InstancePage() {
  const { id } = useParams({ from: HERE });
  const found = useQuery(instance(id));
  if (found.isPending) return <LoadingRows />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Whole key={id} of={found.data} />;
}

function Whole({ of }: { of: shapes.InstanceDetails }) {
  const { at, tab = "activity", element } = useSearch({ from: HERE });
  const navigate = useNavigate({ from: HERE });
  const [move, setMove] = useState<Move | null>(null);
  const model = useQuery(xml(of.process_definition_id));
  const elements = elementsOf(model.data ?? "<none/>");
  const change = (wanted: { at?: number; tab?: string; element?: string }) =>
    void navigate({
      search: (before) => ({ ...before, ...wanted }),
      replace: true,
    });
  const choose = (chosen: string | null) => change({ element: chosen ?? undefined });
  const isOver = of.end_time !== null;
  const name = of.process_definition_name ?? of.process_definition_key;
  return (
    <Page
      title={of.business_key ?? `${name} ${short(of.id)}`}
      crumbs={[
        { name: t.processes.title, to: "/processes" },
        { name, to: `/processes/definitions/${of.process_definition_key}` },
      ]}
      mark={<Life state={of.incidents.length > 0 && !isOver ? "failed" : of.status} />}
      note={
        <>
          {t.operate.version(of.process_definition_version)} · {moment(of.start_time)} ·{" "}
          {of.started_by ?? t.operate.system} · <code>{of.id}</code>
        </>
      }
      actions={<InstanceActions of={of} onMove={() => setMove({})} />}
    >
      <div className={css.scrolled}>
        <Picture
          of={of}
          model={model}
          elements={elements}
          at={at}
          onAt={(step) => change({ at: step })}
          chosen={element ?? null}
          onChoose={choose}
          onMove={isOver ? undefined : setMove}
        />
        <Tabs
          value={tab}
          onChange={(wanted) => change({ tab: wanted ?? undefined })}
          className={css.parts}
          keepMounted={false}
        >
          <Tabs.List aria-label={t.instances.views} px="sm">
            <Tabs.Tab value="activity">{t.instances.activity}</Tabs.Tab>
            <Tabs.Tab value="variables">{t.instances.variables}</Tabs.Tab>
            <Tabs.Tab value="incidents">
              {t.instances.incidents}
              {of.incidents.length > 0 && ` (${of.incidents.length})`}
            </Tabs.Tab>
            <Tabs.Tab value="jobs">{t.instances.jobs}</Tabs.Tab>
            <Tabs.Tab value="audit">{t.instances.audit}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="activity">
            <Activity of={of} onChoose={choose} />
          </Tabs.Panel>
          <Tabs.Panel value="variables">
            <Variables of={of} at={at} />
          </Tabs.Panel>
          <Tabs.Panel value="incidents">
            <InstanceIncidents of={of} elements={elements} />
          </Tabs.Panel>
          <Tabs.Panel value="jobs">
            <Jobs of={of} elements={elements} />
          </Tabs.Panel>
          <Tabs.Panel value="audit">
            <Audit of={of} />
          </Tabs.Panel>
        </Tabs>
      </div>
      {move && <Modification of={of} elements={elements} begun={move} onClose={() => setMove(null)} />}
    </Page>
  );
}
