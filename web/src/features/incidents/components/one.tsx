/** One incident: what failed, where in the diagram, what was done about it, and ending it. */
import { Button, Textarea } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { api, type shapes } from "../../../api";
import { Facts, State } from "../../../components/facts";
import { toneOf } from "../../../components/facts/tones";
import { Failure, LoadingRows } from "../../../components/states";
import { BpmnDiagram } from "../../../diagrams/bpmn";
import { elementsOf, nameIn } from "../../../diagrams/elements";
import { t } from "../../../messages";
import { moment } from "../../../messages/formats";
import css from "../incidents.module.css";
import { incident, xml } from "../queries";
import { Resolve } from "./resolve";

export function One({ id }: { id: string }) {
  const found = useQuery(incident(id));
  if (found.isPending)
    return (
      <div className={css.one}>
        <LoadingRows rows={5} />
      </div>
    );
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Whole of={found.data} />;
}

function Whole({ of }: { of: shapes.IncidentDetails }) {
  const model = useQuery(xml(of.process_definition_id));
  const elements = elementsOf(model.data ?? "<none/>");
  return (
    <section className={css.one} aria-label={nameIn(elements, of.activity_id)}>
      <header className={css.head}>
        <h2>{nameIn(elements, of.activity_id)}</h2>
        <State tone={toneOf(of.status)}>{t.incidents.statuses[of.status]}</State>
        {of.status === "open" && <Keys of={of} model={model.data ?? ""} />}
      </header>
      <div className={css.diagram}>
        {model.data && (
          <BpmnDiagram
            xml={model.data}
            label={t.diagrams.of(of.process_definition_key)}
            incidents={{ [of.activity_id]: 1 }}
            chosen={of.activity_id}
          />
        )}
      </div>
      <div className={css.told}>
        <h3>{t.incidents.trace}</h3>
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a long trace is scrolled by keyboard */}
        <pre className={css.trace} tabIndex={0} aria-label={t.incidents.trace}>
          {of.incident_message}
        </pre>
        <Facts
          facts={[
            [t.incidents.code, <code key="code">{of.code}</code>],
            [t.incidents.type, t.incidents.types[of.incident_type] ?? of.incident_type],
            [
              t.incidents.instance,
              <Link
                key="instance"
                to="/processes/instances/$id"
                params={{ id: of.process_instance_id }}
                search={{ element: of.activity_id }}
              >
                {of.process_instance_id}
              </Link>,
            ],
            [t.incidents.created, moment(of.created)],
            [t.incidents.assignee, of.assignee ?? t.common.none],
          ]}
        />
        <h3>{t.incidents.history}</h3>
        <ol className={css.history}>
          {of.history.map((each, index) => (
            <li key={index}>
              <b>{each.user ?? t.operate.system}</b> {t.incidents.actions[each.action] ?? each.action}
              {each.to && ` → ${each.to}`} <span className={css.quiet}>{moment(each.timestamp)}</span>
              {each.message && each.action !== "created" && <p>{each.message}</p>}
            </li>
          ))}
        </ol>
        {of.status === "open" && <Comment of={of} />}
      </div>
    </section>
  );
}

function Keys({ of, model }: { of: shapes.IncidentDetails; model: string }) {
  const store = useQueryClient();
  const [isResolving, setResolving] = useState(false);
  const retry = useMutation({
    mutationFn: () => api.retryIncident(of.id),
    onSuccess: () => notifications.show({ message: t.incidents.retried(1) }),
    onError: (error) =>
      notifications.show({
        color: "red",
        title: t.instances.notDone,
        message: error.message,
      }),
    onSettled: () => store.invalidateQueries({ queryKey: ["incidents"] }),
  });
  return (
    <div className={css.keys}>
      <Button size="xs" variant="default" onClick={() => setResolving(true)}>
        {t.incidents.resolve}
      </Button>
      <Button size="xs" loading={retry.isPending} onClick={() => retry.mutate()}>
        {t.incidents.retry}
      </Button>
      {isResolving && <Resolve of={of} model={model} onClose={() => setResolving(false)} />}
    </div>
  );
}

function Comment({ of }: { of: shapes.IncidentDetails }) {
  const store = useQueryClient();
  const [text, setText] = useState("");
  const say = useMutation({
    mutationFn: () => api.commentIncident(of.id, { message: text.trim() }),
    onSuccess: async () => {
      setText("");
      await store.invalidateQueries({ queryKey: ["incidents", "one", of.id] });
    },
    onError: (error) =>
      notifications.show({
        color: "red",
        title: t.instances.notDone,
        message: error.message,
      }),
  });
  return (
    <form
      className={css.say}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) say.mutate();
      }}
    >
      <Textarea
        size="xs"
        autosize
        aria-label={t.incidents.comment}
        placeholder={t.incidents.comment}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button size="xs" variant="default" type="submit" disabled={!text.trim()} loading={say.isPending}>
        {t.incidents.say}
      </Button>
    </form>
  );
}
