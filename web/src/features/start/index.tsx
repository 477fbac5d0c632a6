/** What one may start, and what it asks for at the start. */
import { TextInput } from "@mantine/core";
import { IconBriefcase, IconPlayerPlay, IconRoute, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { shapes } from "../../api";
import { Page } from "../../components/page";
import { Empty, Failure, LoadingRows } from "../../components/states";
import { t } from "../../messages";
import { Begin } from "./components/begin";
import { definitions } from "./queries";
import { fitting } from "./fitting";
import css from "./start.module.css";

const HERE = "/start";

export default function Start() {
  const { q = "", definition } = useSearch({ from: HERE });
  const navigate = useNavigate({ from: HERE });
  const change = (wanted: { q?: string; definition?: string }) =>
    void navigate({ search: (before) => ({ ...before, ...wanted }), replace: true });
  const found = useQuery(definitions);
  const shown = fitting(found.data ?? [], q);
  const chosen = found.data?.find((each) => each.key === definition);
  return (
    <Page
      title={t.start.title}
      actions={
        <TextInput
          size="xs"
          w={220}
          leftSection={<IconSearch size={14} />}
          placeholder={t.start.search}
          aria-label={t.start.search}
          value={q}
          onChange={(event) => change({ q: event.currentTarget.value || undefined })}
        />
      }
    >
      {found.isPending && <LoadingRows height={52} />}
      {found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
      {found.data?.length === 0 && (
        <Empty icon={IconPlayerPlay} title={t.start.none}>
          {t.start.noneHint}
        </Empty>
      )}
      {found.data && found.data.length > 0 && (
        <div className={css.split} data-open={chosen !== undefined || undefined}>
          <nav className={css.list} aria-label={t.start.title}>
            {shown.length === 0 && <Empty title={t.start.noMatch}>{t.start.noMatchHint}</Empty>}
            {(["process", "case"] as const).map((kind) => (
              <Kind
                key={kind}
                kind={kind}
                of={shown.filter((each) => each.kind === kind)}
                chosen={chosen?.id}
                onChoose={(key) => change({ definition: key })}
              />
            ))}
          </nav>
          {chosen ? (
            <Begin key={chosen.id} of={chosen} onBack={() => change({ definition: undefined })} />
          ) : (
            <div className={css.aside}>
              <Empty title={t.start.choose}>{t.start.chooseHint}</Empty>
            </div>
          )}
        </div>
      )}
    </Page>
  );
}

interface KindProps {
  kind: "process" | "case";
  of: readonly shapes.Definition[];
  chosen: string | undefined;
  onChoose: (key: string) => void;
}

function Kind({ kind, of, chosen, onChoose }: KindProps) {
  if (of.length === 0) return null;
  const Icon = kind === "process" ? IconRoute : IconBriefcase;
  return (
    <>
      <h2>{kind === "process" ? t.start.processes : t.start.cases}</h2>
      {of.map((each) => (
        <button
          key={each.id}
          aria-current={each.id === chosen || undefined}
          onClick={() => onChoose(each.key)}
        >
          <Icon size={16} stroke={1.5} aria-hidden />
          <span>
            <b>{each.name ?? each.key}</b>
            <span>
              {each.key} · {t.start.version(each.version)}
            </span>
          </span>
        </button>
      ))}
    </>
  );
}
