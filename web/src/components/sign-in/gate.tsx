/** Lets in who has signed in; the address stays, so that one comes to where one wanted to go. */
import { type ReactNode, Suspense, lazy } from "react";
import { Unreachable, session, useSession } from "../../api";
import { Failure } from "../states";
import css from "./sign-in.module.css";

const SignIn = lazy(() => import("./sign-in"));

export function Gate({ children }: { children: ReactNode }) {
  const { state } = useSession();
  if (state === "in") return children;
  if (state === "starting") return <div className={css.ground} aria-busy />;
  return (
    <main className={css.ground}>
      {state === "unreachable" ? (
        <Failure error={new Unreachable(null)} retry={() => void session.begin()} />
      ) : (
        <Suspense>
          <SignIn isPasswordDue={state === "password-due"} />
        </Suspense>
      )}
    </main>
  );
}
