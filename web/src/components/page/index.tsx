/** The head of a place: where one is, what it is called, what can be done with it. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { t } from "../../messages";
import css from "./page.module.css";

export interface Crumb {
  name: string;
  to: string;
}

interface PageProps {
  title: string;
  /** Beside the title: a state, a version. */
  mark?: ReactNode;
  crumbs?: Crumb[];
  actions?: ReactNode;
  /** Below the title, quiet. */
  note?: ReactNode;
  children: ReactNode;
}

export function Page({ title, mark, crumbs = [], actions, note, children }: PageProps) {
  return (
    <div className={css.page}>
      <header className={css.head}>
        <div className={css.where}>
          {crumbs.length > 0 && (
            <nav aria-label={t.operate.crumbs} className={css.crumbs}>
              {crumbs.map(({ name, to }) => (
                <Link key={to} to={to}>
                  {name}
                </Link>
              ))}
            </nav>
          )}
          <div className={css.titles}>
            <h1 className={css.title}>{title}</h1>
            {mark}
          </div>
          {note && <div className={css.note}>{note}</div>}
        </div>
        {actions && <div className={css.actions}>{actions}</div>}
      </header>
      <div className={css.body}>{children}</div>
    </div>
  );
}
