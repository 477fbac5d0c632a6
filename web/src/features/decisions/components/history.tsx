/** What a decision was asked by people and by processes. */
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Empty, Failure, LoadingRows } from "../../../components/states";
import { t } from "../../../messages";
import { moment } from "../../../messages/formats";
import css from "../decisions.module.css";
import { history } from "../queries";
import { shownValue } from "../result";

export function History({ of }: { of: string }) {
  const found = useInfiniteQuery(history(of));
  if (found.isPending) return <LoadingRows rows={4} />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const items = found.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <Empty title={t.decisions.neverAsked} />;
  return (
    <>
      <ul className={css.list}>
        {items.map((each) => (
          <li key={each.id}>
            <b>{shownValue(each.result["value"])}</b>
            <p className={css.quiet}>
              {moment(each.timestamp)} · {each.user ?? t.operate.system}
              {each.process_instance_id && (
                <>
                  {" · "}
                  <Link to="/processes/instances/$id" params={{ id: each.process_instance_id }}>
                    {each.activity_id}
                  </Link>
                </>
              )}
            </p>
            <p className={css.quiet}>{shownValue(each.result["inputs"])}</p>
          </li>
        ))}
      </ul>
      {found.hasNextPage && (
        <Button
          size="xs"
          variant="default"
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {t.common.more}
        </Button>
      )}
    </>
  );
}
