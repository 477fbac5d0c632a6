import { type ErrorComponentProps, Link, createRootRoute } from "@tanstack/react-router";
import { IconMapOff } from "@tabler/icons-react";
import { Shell } from "../components/shell";
import { Empty, Failure } from "../components/states";
import { t } from "../messages";

const Nowhere = () => (
  <Empty icon={IconMapOff} title={t.states.notFound} action={<Link to="/">{t.states.home}</Link>}>
    {t.states.notFoundHint}
  </Empty>
);
const Broken = ({ error, reset }: ErrorComponentProps) => <Failure error={error} retry={reset} />;

export const root = createRootRoute({ component: Shell, notFoundComponent: Nowhere, errorComponent: Broken });
