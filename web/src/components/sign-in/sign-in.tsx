/** Name and password, the second factor, identity providers, and the password that is due. */
import { Button, PasswordInput, PinInput, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { api, hasCode, type shapes } from "../../api";
import { session, useSession } from "../../api/session";
import { t } from "../../messages";
import { Mark } from "../mark";
import css from "./sign-in.module.css";

const CODE_LENGTH = 6;

export default function SignIn({ isPasswordDue }: { isPasswordDue: boolean }) {
  const [challenge, setChallenge] = useState<string | null>(null);
  const take = (answer: shapes.Tokens | shapes.SecondFactorChallenge) => {
    if ("challenge" in answer) setChallenge(answer.challenge);
    else session.enter(answer);
  };
  if (isPasswordDue) return <NewPassword />;
  if (challenge) return <SecondFactor challenge={challenge} take={take} back={() => setChallenge(null)} />;
  return <Password take={take} />;
}

interface Steps {
  take: (answer: shapes.Tokens | shapes.SecondFactorChallenge) => void;
}

function Card({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <div className={css.card}>
      <Mark size={28} />
      <h1>{title}</h1>
      {hint && <p className={css.hint}>{hint}</p>}
      {children}
    </div>
  );
}

function Wrong({ error, known }: { error: unknown; known: string }) {
  if (!error) return null;
  const text = hasCode(error, "identity/wrong-credentials")
    ? known
    : error instanceof Error
      ? error.message
      : "";
  return (
    <p role="alert" className={css.wrong}>
      {text}
    </p>
  );
}

function Password({ take }: Steps) {
  const { providers } = useSession();
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const signIn = useMutation({
    mutationFn: () => api.signIn({ username, password, cookie: true }),
    onSuccess: take,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  const to = encodeURIComponent(location.pathname + location.search);
  return (
    <Card title={t.signIn.title}>
      <form className={css.form} onSubmit={submit}>
        <TextInput
          label={t.signIn.user}
          value={username}
          onChange={(e) => setUsername(e.currentTarget.value)}
          autoComplete="username"
          autoFocus
          required
          withAsterisk={false}
        />
        <PasswordInput
          label={t.signIn.password}
          value={password}
          onChange={(e) => setPassword(e.currentTarget.value)}
          autoComplete="current-password"
          required
          withAsterisk={false}
        />
        <Wrong error={signIn.error} known={t.signIn.wrong} />
        <Button type="submit" loading={signIn.isPending}>
          {t.signIn.go}
        </Button>
      </form>
      {providers.length > 0 && <div className={css.or}>{t.signIn.or}</div>}
      <div className={css.providers}>
        {providers.map((each) => (
          <Button
            key={each}
            component="a"
            variant="default"
            href={`/api/auth/oidc/${encodeURIComponent(each)}?return_to=${to}`}
          >
            {t.signIn.with(each)}
          </Button>
        ))}
      </div>
    </Card>
  );
}

function SecondFactor({ challenge, take, back }: Steps & { challenge: string; back: () => void }) {
  const [code, setCode] = useState("");
  const [isRecovery, setRecovery] = useState(false);
  const confirm = useMutation({
    mutationFn: (given: string) => api.answerChallenge({ challenge, code: given, cookie: true }),
    onSuccess: take,
    onError: () => setCode(""),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirm.mutate(code);
  };
  return (
    <Card title={t.signIn.codeTitle} hint={isRecovery ? t.signIn.recoveryHint : t.signIn.codeHint}>
      <form className={css.form} onSubmit={submit}>
        {isRecovery ? (
          <TextInput
            label={t.signIn.recovery}
            value={code}
            onChange={(e) => setCode(e.currentTarget.value)}
            autoFocus
          />
        ) : (
          <PinInput
            length={CODE_LENGTH}
            type="number"
            oneTimeCode
            autoFocus
            value={code}
            onChange={setCode}
            onComplete={(given) => confirm.mutate(given)}
            aria-label={t.signIn.code}
          />
        )}
        <Wrong error={confirm.error} known={t.signIn.wrongCode} />
        <Button type="submit" loading={confirm.isPending}>
          {t.signIn.confirm}
        </Button>
        <Button variant="subtle" color="gray" onClick={() => (setRecovery(!isRecovery), setCode(""))}>
          {isRecovery ? t.signIn.useCode : t.signIn.useRecovery}
        </Button>
        <Button variant="subtle" color="gray" onClick={back}>
          {t.signIn.back}
        </Button>
      </form>
    </Card>
  );
}

export function NewPassword({ done }: { done?: () => void }) {
  const [old, setOld] = useState("");
  const [fresh, setFresh] = useState("");
  const [again, setAgain] = useState("");
  const change = useMutation({
    mutationFn: () => api.changeOwnPassword({ old_password: old, new_password: fresh, cookie: true }),
    onSuccess: (tokens) => {
      session.enter(tokens);
      done?.();
    },
  });
  const differ = again !== "" && again !== fresh;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!differ) change.mutate();
  };
  return (
    <Card title={t.signIn.due} hint={t.signIn.dueHint}>
      <form className={css.form} onSubmit={submit}>
        <PasswordInput
          label={t.signIn.old}
          value={old}
          onChange={(e) => setOld(e.currentTarget.value)}
          autoComplete="current-password"
          required
          withAsterisk={false}
          autoFocus
        />
        <PasswordInput
          label={t.signIn.fresh}
          description={t.signIn.freshHint}
          value={fresh}
          onChange={(e) => setFresh(e.currentTarget.value)}
          autoComplete="new-password"
          required
          withAsterisk={false}
        />
        <PasswordInput
          label={t.signIn.again}
          value={again}
          onChange={(e) => setAgain(e.currentTarget.value)}
          autoComplete="new-password"
          required
          withAsterisk={false}
          error={differ && t.signIn.differ}
        />
        <Wrong error={change.error} known={t.signIn.wrong} />
        <Button type="submit" loading={change.isPending}>
          {t.signIn.change}
        </Button>
      </form>
    </Card>
  );
}
