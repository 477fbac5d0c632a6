/** What became of a variable. */
import { Modal } from "@mantine/core";
import type { shapes } from "../../../api";
import { Json } from "../../../components/facts";
import { Empty } from "../../../components/states";
import { t } from "../../../messages";
import { moment } from "../../../messages/formats";
import css from "../processes.module.css";
import { historyOf } from "../replay";

interface HistoryProps {
  steps: readonly shapes.ReplayedCommand[];
  name: string;
  process: string;
  onClose: () => void;
}

export function VariableHistory({ steps, name, process, onClose }: HistoryProps) {
  const changes = historyOf(steps, name, process).reverse();
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t.variables.history(name)}
      closeButtonProps={{ "aria-label": t.common.close }}
    >
      {changes.length === 0 ? (
        <Empty title={t.variables.neverChanged} />
      ) : (
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t.variables.changed}</th>
              <th scope="col">{t.variables.by}</th>
              <th scope="col">{t.variables.command}</th>
              <th scope="col">{t.variables.value}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ sequence, timestamp, user, operation, value }) => (
              <tr key={sequence}>
                <td>{moment(timestamp)}</td>
                <td>{user ?? t.operate.system}</td>
                <td>{operation}</td>
                <td>
                  <Json value={value} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Modal>
  );
}
