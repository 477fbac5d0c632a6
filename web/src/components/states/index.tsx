/** What a place shows when it has nothing, waits, or failed. */
import { Button, Skeleton } from "@mantine/core";
import { IconAlertTriangle, IconCloudOff, IconLock, IconMapOff } from "@tabler/icons-react";
import type { ComponentType, ReactNode } from "react";
import { Problem, Unreachable } from "../../api";
import { t } from "../../messages";
import css from "./states.module.css";

interface Shown {
  icon?: ComponentType<{ size?: number; stroke?: number }>;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

export function Empty({ icon: Icon, title, children, action }: Shown) {
  return (
    <div className={css.state}>
      {Icon && (
        <span className={css.icon} aria-hidden>
          <Icon size={22} stroke={1.5} />
        </span>
      )}
      <p className={css.title}>{title}</p>
      {children && <div className={css.text}>{children}</div>}
      {action && <div className={css.action}>{action}</div>}
    </div>
  );
}

interface Failed {
  error: unknown;
  retry?: () => void;
}

export function Failure({ error, retry }: Failed) {
  const { icon, title, text } = read(error);
  const reference = error instanceof Problem ? error.correlationId : null;
  return (
    <div role="alert">
      <Empty
        icon={icon}
        title={title}
        action={
          retry && (
            <Button variant="default" size="xs" onClick={retry}>
              {t.states.retry}
            </Button>
          )
        }
      >
        {text}
        {reference && <code className={css.reference}>{t.states.reference(reference)}</code>}
      </Empty>
    </div>
  );
}

function read(error: unknown) {
  if (error instanceof Unreachable || (error instanceof Problem && error.status === 503))
    return { icon: IconCloudOff, title: t.states.unreachable, text: t.states.unreachableHint };
  if (error instanceof Problem && error.status === 404)
    return { icon: IconMapOff, title: t.states.notFound, text: t.states.notFoundHint };
  if (error instanceof Problem && error.status === 403)
    return { icon: IconLock, title: t.states.notPermitted, text: t.states.notPermittedHint };
  const text = error instanceof Error ? error.message : String(error);
  return { icon: IconAlertTriangle, title: t.states.failed, text };
}

const WIDTHS = ["62%", "48%", "70%", "55%", "40%", "66%"];

/** Rows of the height that the real ones will have, so that nothing moves when they come. */
export function LoadingRows({ rows = 8, height = 44 }: { rows?: number; height?: number }) {
  return (
    <div role="status" aria-label={t.states.loading} className={css.rows}>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className={css.row} style={{ height }}>
          <Skeleton height={10} width={WIDTHS[index % WIDTHS.length] ?? "60%"} radius="xl" />
        </div>
      ))}
    </div>
  );
}
