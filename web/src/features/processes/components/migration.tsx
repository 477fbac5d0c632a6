/** Taking instances to another version: the plan that the server proposes, corrected by hand. */
import { Alert, Button, Group, Modal, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, type shapes } from "../../../api";
import { Failure, LoadingRows } from "../../../components/states";
import { elementsOf, isNode, nameIn } from "../../../diagrams/elements";
import { t } from "../../../messages";
import css from "../processes.module.css";
import { xml } from "../queries";

interface MigrationProps {
  ids: string[];
  source: shapes.Definition;
  targets: shapes.Definition[];
  onClose: () => void;
  onGo: (wish: shapes.MigrateMany) => void;
}

export function Migration({ ids, source, targets, onClose, onGo }: MigrationProps) {
  const [target, setTarget] = useState(targets[0]?.id ?? "");
  const [by, setBy] = useState<Record<string, string | null>>({});
  const asked = {
    source_definition_id: source.id,
    target_definition_id: target,
    activities: by,
  };
  const plan = useQuery({
    queryKey: ["migration-plan", asked],
    queryFn: ({ signal }) => api.planMigration(asked, { signal }),
  });
  const before = useQuery(xml(source.id));
  const after = useQuery(xml(target));
  const names = elementsOf(before.data ?? "<none/>");
  const choices = [...elementsOf(after.data ?? "<none/>").values()].filter(isNode).map(({ id, name }) => ({
    value: id,
    label: name === id ? id : `${name} (${id})`,
  }));
  const problems = plan.data?.problems ?? [];
  const rows = [...Object.keys(plan.data?.activities ?? {}), ...(plan.data?.left_out ?? [])];
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t.migration.title(ids.length)}
      closeButtonProps={{ "aria-label": t.common.close }}
    >
      <Select
        label={t.migration.to}
        allowDeselect={false}
        data={targets.map((each) => ({
          value: each.id,
          label: t.processes.versionOf(each.version, each.latest),
        }))}
        value={target}
        onChange={(value) => {
          setTarget(value ?? "");
          setBy({});
        }}
        mb="md"
      />
      {plan.isPending && <LoadingRows rows={3} />}
      {plan.isError && <Failure error={plan.error} />}
      {plan.isSuccess && (
        <table className={css.table}>
          <caption className="unseen">{t.migration.plan}</caption>
          <thead>
            <tr>
              <th scope="col">{t.migration.from}</th>
              <th scope="col">{t.migration.becomes}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((id) => (
              <tr key={id}>
                <td>{nameIn(names, id)}</td>
                <td>
                  <Select
                    size="xs"
                    clearable
                    aria-label={`${nameIn(names, id)}: ${t.migration.becomes}`}
                    placeholder={t.migration.lost}
                    data={choices}
                    value={plan.data.activities[id] ?? null}
                    onChange={(value) => setBy((held) => ({ ...held, [id]: value }))}
                    clearButtonProps={{ "aria-label": t.common.remove }}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {problems.length > 0 && (
        <Alert mt="md" color="yellow" title={t.migration.problems}>
          {problems.map((each) => (
            <p key={each.activity_id + each.code}>
              {each.message} {each.remedy}
            </p>
          ))}
        </Alert>
      )}
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t.common.cancel}
        </Button>
        <Button
          disabled={!plan.isSuccess || problems.length > 0}
          onClick={() => onGo({ type: "migrate", process_instance_ids: ids, ...asked })}
        >
          {t.migration.go}
        </Button>
      </Group>
    </Modal>
  );
}
