/** One decision: its tables, asked by a form with the rules that matched lit, checked, tested and remembered. */
import { Button, Select, Tabs } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { api, type shapes } from "../../api";
import { Page } from "../../components/page";
import { Empty, Failure, LoadingRows } from "../../components/states";
import { inputsOf, modelOf } from "../../diagrams/tables";
import { t } from "../../messages";
import { Asking } from "./components/asking";
import { Findings } from "./components/findings";
import { History } from "./components/history";
import { Tables } from "./components/tables";
import { Tests } from "./components/tests";
import css from "./decisions.module.css";
import { findings, versions, xml } from "./queries";
import { litRules } from "./result";

const HERE = "/decisions/$key";

export default function DecisionPage() {
  const { key } = useParams({ from: HERE });
  const { version } = useSearch({ from: HERE });
  const found = useQuery(versions(key));
  if (found.isPending) return <LoadingRows />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const shown = found.data.items.find((each) => each.version === version) ?? found.data.items[0];
  if (!shown) return <Empty title={t.states.notFound}>{t.states.notFoundHint}</Empty>;
  return <Version key={shown.id} shown={shown} all={found.data.items} />;
}

function Version({ shown, all }: { shown: shapes.Definition; all: shapes.Definition[] }) {
  const { tab = "ask" } = useSearch({ from: HERE });
  const navigate = useNavigate({ from: HERE });
  const store = useQueryClient();
  const file = useQuery(xml(shown.id));
  const checked = useQuery(findings(shown.key));
  const model = modelOf(file.data ?? "");
  const inputs = inputsOf(model, shown.key);
  const ask = useMutation({
    mutationFn: (values: Record<string, unknown>) =>
      api.evaluateDecision(shown.key, { inputs: values }, { version: shown.version }),
    onSuccess: () => store.invalidateQueries({ queryKey: ["decision", shown.key, "history"] }),
  });
  const count = checked.data?.items.length ?? 0;
  return (
    <Page
      title={shown.name ?? shown.key}
      crumbs={[{ name: t.decisions.title, to: "/decisions" }]}
      note={<code>{shown.key}</code>}
      actions={
        <>
          <Select
            size="xs"
            w={150}
            allowDeselect={false}
            aria-label={t.processes.version}
            data={all.map((each) => ({
              value: String(each.version),
              label: t.processes.versionOf(each.version, each.latest),
            }))}
            value={String(shown.version)}
            onChange={(value) =>
              void navigate({ search: (before) => ({ ...before, version: Number(value) }), replace: true })
            }
          />
          <Button
            size="xs"
            variant="default"
            renderRoot={(props) => <Link to="/modeller" search={{ definition: shown.id }} {...props} />}
          >
            {t.processes.edit}
          </Button>
        </>
      }
    >
      {file.isPending && <LoadingRows />}
      {file.isError && <Failure error={file.error} retry={() => void file.refetch()} />}
      {file.isSuccess && (
        <div className={css.sides}>
          <Tables
            model={model}
            main={shown.key}
            lit={litRules(ask.data)}
            findings={checked.data?.items ?? []}
          />
          <Tabs
            value={tab}
            onChange={(wanted) =>
              void navigate({ search: (before) => ({ ...before, tab: wanted ?? undefined }), replace: true })
            }
            className={css.aside}
          >
            <Tabs.List aria-label={t.decisions.views}>
              <Tabs.Tab value="ask">{t.decisions.ask}</Tabs.Tab>
              <Tabs.Tab value="findings">
                {t.decisions.findings}
                {count > 0 && ` (${count})`}
              </Tabs.Tab>
              <Tabs.Tab value="tests">{t.decisions.tests}</Tabs.Tab>
              <Tabs.Tab value="history">{t.decisions.history}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="ask">
              <Asking inputs={inputs} ask={ask} />
            </Tabs.Panel>
            <Tabs.Panel value="findings">
              <Findings found={checked} />
            </Tabs.Panel>
            <Tabs.Panel value="tests">
              <Tests of={shown.key} inputs={inputs} />
            </Tabs.Panel>
            <Tabs.Panel value="history">{tab === "history" && <History of={shown.key} />}</Tabs.Panel>
          </Tabs>
        </div>
      )}
    </Page>
  );
}
