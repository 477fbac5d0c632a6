/** One process: its versions, what is going on in it, and its instances. */
import { Button, Menu, Select } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { api, type shapes } from "../../api";
import { State } from "../../components/facts";
import { Page } from "../../components/page";
import { Empty, Failure, LoadingRows } from "../../components/states";
import { t } from "../../messages";
import { Comparison } from "./components/comparison";
import { InstanceList } from "./components/instance-list";
import { Overview } from "./components/overview";
import css from "./processes.module.css";
import { versions } from "./queries";

const HERE = "/processes/definitions/$key";

export default function Definition() {
  const { key } = useParams({ from: HERE });
  const { version } = useSearch({ from: HERE });
  const found = useQuery(versions(key));
  if (found.isPending) return <LoadingRows />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const all = found.data.items;
  const shown = all.find((each) => each.version === version) ?? all[0];
  if (!shown) return <Empty title={t.states.notFound}>{t.states.notFoundHint}</Empty>;
  return <Version key={shown.id} shown={shown} all={all} />;
}

function Version({ shown, all }: { shown: shapes.Definition; all: shapes.Definition[] }) {
  const search = useSearch({ from: HERE });
  const navigate = useNavigate({ from: HERE });
  const other = all.find((each) => each.version === search.with && each.id !== shown.id);
  const change = (wanted: Partial<typeof search>) =>
    void navigate({
      search: (before) => ({ ...before, ...wanted }),
      replace: true,
    });
  return (
    <Page
      title={shown.name ?? shown.key}
      crumbs={[{ name: t.processes.title, to: "/processes" }]}
      mark={shown.suspended && <State tone="warn">{t.processes.suspended}</State>}
      note={<code>{shown.key}</code>}
      actions={
        <>
          <Select
            size="xs"
            w={150}
            aria-label={t.processes.version}
            allowDeselect={false}
            data={all.map((each) => ({
              value: String(each.version),
              label: t.processes.versionOf(each.version, each.latest),
            }))}
            value={String(shown.version)}
            onChange={(value) => change({ version: Number(value), with: undefined })}
          />
          {all.length > 1 && (
            <Select
              size="xs"
              w={150}
              clearable
              placeholder={t.processes.compare}
              aria-label={t.processes.compare}
              data={all
                .filter((each) => each.id !== shown.id)
                .map((each) => ({
                  value: String(each.version),
                  label: `${t.processes.with} v${each.version}`,
                }))}
              value={other ? String(other.version) : null}
              onChange={(value) => change({ with: value ? Number(value) : undefined })}
              clearButtonProps={{ "aria-label": t.processes.noCompare }}
            />
          )}
          <Actions definition={shown} />
        </>
      }
    >
      <div className={css.scrolled}>
        {other ? <Comparison one={shown} other={other} /> : <Overview definition={shown} />}
        <InstanceList definition={shown} all={all} filters={search} onFilter={change} />
      </div>
    </Page>
  );
}

function Actions({ definition }: { definition: shapes.Definition }) {
  const store = useQueryClient();
  const suspend = useMutation({
    mutationFn: () =>
      api.suspendDefinition(definition.id, {
        suspended: !definition.suspended,
      }),
    onSettled: () => store.invalidateQueries({ queryKey: ["definitions"] }),
  });
  return (
    <>
      <Button
        size="xs"
        variant="default"
        renderRoot={(props) => <Link to="/modeller" search={{ definition: definition.id }} {...props} />}
      >
        {t.processes.edit}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="xs" variant="default" px={8} aria-label={t.common.more}>
            <IconDots size={16} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => suspend.mutate()}>
            {definition.suspended ? t.processes.resume : t.processes.suspend}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
