/** What is open, nested as it is, why each thing waits and who or what releases it. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { shapes } from "../../../api";
import { Life } from "../../../components/facts/life";
import { Empty, Failure, LoadingRows } from "../../../components/states";
import { t } from "../../../messages";
import { ago } from "../../../messages/formats";
import css from "../processes.module.css";
import { tree } from "../queries";

interface ActivityProps {
  of: shapes.InstanceDetails;
  onChoose: (element: string) => void;
}

export function Activity({ of, onChoose }: ActivityProps) {
  const found = useQuery(tree(of.id));
  if (found.isPending) return <LoadingRows rows={3} />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const { root } = found.data;
  if (!root) return <Empty title={t.instances.gone} />;
  return (
    <div className={css.part}>
      <Open element={root} owner={of.id} onChoose={onChoose} />
    </div>
  );
}

interface OpenProps {
  element: shapes.OpenElement;
  owner: string;
  onChoose: (element: string) => void;
}

function Open({ element, owner, onChoose }: OpenProps) {
  const isElsewhere = element.process_instance_id !== owner;
  return (
    <div className={css.node} data-failed={element.status === "failed" || undefined}>
      <div className={css.open}>
        {isElsewhere ? (
          <Link to="/processes/instances/$id" params={{ id: element.process_instance_id }}>
            {element.name ?? element.activity_id}
          </Link>
        ) : (
          <button onClick={() => onChoose(element.activity_id)}>{element.name ?? element.activity_id}</button>
        )}
        <span className={css.quiet}>{element.type}</span>
        {element.status !== "active" && <Life state={element.status} />}
      </div>
      {element.waits.map((wait, index) => (
        <div key={index} className={css.wait}>
          {wait.why} — {wait.released_by}
          {wait.due && ` (${t.instances.due(ago(wait.due))})`}
        </div>
      ))}
      {element.children.map((child) => (
        <Open key={child.execution_id} element={child} owner={owner} onChoose={onChoose} />
      ))}
    </div>
  );
}
