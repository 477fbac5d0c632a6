/** Drawing models, checked by the server while one draws, and deploying them. */
import { Button, FileButton, Menu, Select } from "@mantine/core";
import { IconChevronDown, IconPencilBolt } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { Page } from "../../components/page";
import { Empty, Failure, LoadingRows } from "../../components/states";
import { type Notation, notationOf } from "../../diagrams/editors";
import { t } from "../../messages";
import { Workbench } from "./components/workbench";
import { definitions, xml } from "./queries";
import { fresh } from "./templates";

const HERE = "/modeller";
const NOTATIONS: Notation[] = ["bpmn", "cmmn", "dmn"];
const RANDOM_BASE = 36;

const newKey = (): string => `model-${Date.now().toString(RANDOM_BASE)}`;

interface Opened {
  name: string;
  text: string;
}

export default function Modeller() {
  const search = useSearch({ from: HERE });
  const navigate = useNavigate({ from: HERE });
  const [file, setFile] = useState<Opened | null>(null);
  const [key] = useState(newKey);
  const known = useQuery(definitions);
  const asked = useQuery({ ...xml(search.definition ?? ""), enabled: search.definition !== undefined });
  const open = (wanted: typeof search) => {
    setFile(null);
    void navigate({ search: wanted });
  };
  const shown: Opened | null =
    file ??
    (search.fresh ? { name: `${key}.${search.fresh}`, text: fresh(search.fresh, key) } : null) ??
    (search.definition && asked.data !== undefined
      ? {
          name:
            known.data?.items.find((each) => each.id === search.definition)?.resource_name ??
            nameOf(asked.data, search.definition),
          text: asked.data,
        }
      : null);
  return (
    <Page
      title={t.modeller.title}
      note={shown?.name}
      actions={
        <>
          <Select
            size="xs"
            w={200}
            searchable
            placeholder={t.modeller.open}
            aria-label={t.modeller.open}
            data={(known.data?.items ?? []).map((each) => ({ value: each.id, label: each.name ?? each.key }))}
            value={search.definition ?? null}
            onChange={(definition) => definition && open({ definition })}
          />
          <FileButton
            accept=".bpmn,.cmmn,.dmn,.xml"
            onChange={(chosen) => void chosen?.text().then((text) => setFile({ name: chosen.name, text }))}
          >
            {(props) => (
              <Button size="xs" variant="default" {...props}>
                {t.modeller.file}
              </Button>
            )}
          </FileButton>
          <Menu position="bottom-end">
            <Menu.Target>
              <Button size="xs" variant="default" rightSection={<IconChevronDown size={14} />}>
                {t.modeller.fresh}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {NOTATIONS.map((notation) => (
                <Menu.Item key={notation} onClick={() => open({ fresh: notation })}>
                  {t.modeller.notations[notation]}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </>
      }
    >
      {!shown && search.definition && asked.isPending && <LoadingRows />}
      {asked.isError && <Failure error={asked.error} retry={() => void asked.refetch()} />}
      {!shown && !search.definition && (
        <Empty
          icon={IconPencilBolt}
          title={t.modeller.nothing}
          action={<Button onClick={() => open({ fresh: "bpmn" })}>{t.modeller.begin}</Button>}
        >
          {t.modeller.nothingHint}
        </Empty>
      )}
      {shown && (
        <Workbench key={shown.name} name={shown.name} xml={shown.text} notation={notationOf(shown.text)} />
      )}
    </Page>
  );
}

const nameOf = (text: string, definition: string): string => `${definition}.${notationOf(text)}`;
