/** Who did what, and when. */
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { shapes } from "../../../api";
import { Json } from "../../../components/facts";
import { Failure, LoadingRows } from "../../../components/states";
import { t } from "../../../messages";
import { moment } from "../../../messages/formats";
import css from "../processes.module.css";
import { audit } from "../queries";

export function Audit({ of }: { of: shapes.InstanceDetails }) {
  const found = useInfiniteQuery(audit(of.id));
  if (found.isPending) return <LoadingRows rows={4} />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return (
    <div className={css.part}>
      <table className={css.table}>
        <caption className="unseen">{t.instances.audit}</caption>
        <thead>
          <tr>
            <th scope="col">{t.audit.when}</th>
            <th scope="col">{t.audit.who}</th>
            <th scope="col">{t.audit.what}</th>
            <th scope="col">{t.audit.details}</th>
          </tr>
        </thead>
        <tbody>
          {found.data.pages
            .flatMap((page) => page.items)
            .map((entry) => (
              <tr key={entry.sequence}>
                <td>{moment(entry.timestamp)}</td>
                <td>{entry.user ?? t.operate.system}</td>
                <td>{entry.operation}</td>
                <td>
                  <details>
                    <summary>{t.audit.show}</summary>
                    <Json value={entry.details} />
                  </details>
                </td>
              </tr>
            ))}
        </tbody>
      </table>
      {found.hasNextPage && (
        <Button
          mt="sm"
          size="xs"
          variant="default"
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {t.common.more}
        </Button>
      )}
    </div>
  );
}
