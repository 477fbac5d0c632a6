/** Who one is; in development mode: who one wants to be. The menu comes when it is wanted. */
import { UnstyledButton } from "@mantine/core";
import { IconSelector } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useSession } from "../../api";
import { t } from "../../messages";
import { Person } from "../person";
import css from "./shell.module.css";

const AccountMenu = lazy(() => import("./account-menu"));

export function Account() {
  const { user, isDevelopment } = useSession();
  const [isWanted, setWanted] = useState(false);
  const name = user ?? t.common.none;
  const button = (
    <UnstyledButton
      className={css.account}
      aria-haspopup="menu"
      onClick={isWanted ? undefined : () => setWanted(true)}
    >
      <Person id={name} size={24} />
      <span className={css.who}>
        <span>
          <span className="unseen">{t.shell.account} </span>
          {name}
        </span>
        {isDevelopment && <span className={css.mode}>{t.shell.development}</span>}
      </span>
      <IconSelector size={14} stroke={1.6} />
    </UnstyledButton>
  );
  if (!isWanted) return button;
  return (
    <Suspense fallback={button}>
      <AccountMenu>{button}</AccountMenu>
    </Suspense>
  );
}
