/** What can be done with those that are chosen. */
import { Button } from "@mantine/core";
import { t } from "../../../messages";
import css from "../inbox.module.css";

interface BulkProps {
  count: number;
  onClaim: () => void;
  onUnclaim: () => void;
  onAssign: () => void;
  onAll: () => void;
  onNone: () => void;
}

export function Bulk({ count, onClaim, onUnclaim, onAssign, onAll, onNone }: BulkProps) {
  return (
    <div className={css.bulk} role="toolbar" aria-label={t.inbox.chosen(count)}>
      <span className={css.count}>{t.inbox.chosen(count)}</span>
      <Button size="compact-xs" onClick={onClaim}>
        {t.inbox.claim}
      </Button>
      <Button size="compact-xs" variant="default" onClick={onUnclaim}>
        {t.inbox.unclaim}
      </Button>
      <Button size="compact-xs" variant="default" onClick={onAssign}>
        {t.inbox.assign}
      </Button>
      <Button size="compact-xs" variant="subtle" ml="auto" onClick={onAll}>
        {t.inbox.all}
      </Button>
      <Button size="compact-xs" variant="subtle" onClick={onNone}>
        {t.inbox.clear}
      </Button>
    </div>
  );
}
