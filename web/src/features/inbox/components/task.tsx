/** The task that is open: what it asks for, what was said and attached, what went before, and where it stands. */
import { ActionIcon, Button, Tabs } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { hasCode, type shapes } from "../../../api";
import { Facts, State } from "../../../components/facts";
import { Person } from "../../../components/person";
import { Failure, LoadingRows } from "../../../components/states";
import { t } from "../../../messages";
import { moment } from "../../../messages/formats";
import css from "../inbox.module.css";
import { lateness } from "../lateness";
import { task } from "../queries";
import { useActs } from "../use-acts";
import type { Who } from "../views";
import { Files } from "./files";
import { Past } from "./past";
import { Place } from "./place";
import { Talk } from "./talk";
import { Work } from "./work";

interface OneTaskProps {
  id: string;
  who: Who;
  onBack: () => void;
  onAssign: () => void;
  onDone: () => void;
}

export default function OneTask(props: OneTaskProps) {
  const [isEnding, setEnding] = useState(false);
  const found = useQuery({ ...task(props.id), enabled: !isEnding });
  const isOver = hasCode(found.error, "task/not-found");
  if (found.data && !isOver) return <Whole {...props} of={found.data} onEnding={setEnding} />;
  return (
    <section className={css.one}>
      <div className={css.head}>
        <Back onBack={props.onBack} />
      </div>
      {found.isError ? (
        <Failure error={found.error} retry={() => void found.refetch()} />
      ) : (
        <LoadingRows rows={5} />
      )}
    </section>
  );
}

/** What instances of tasks that no model has are instances of. */
const STANDALONE = "trivium.task";

interface WholeProps extends OneTaskProps {
  of: shapes.TaskDetails;
  /** It is being completed, and not asked for until that is refused. */
  onEnding: (isEnding: boolean) => void;
}

function Whole({ of, who, onBack, onAssign, onDone, onEnding }: WholeProps) {
  const name = of.name ?? of.task_definition_key;
  const late = lateness(of);
  return (
    <section className={css.one} aria-label={name}>
      <header className={css.head}>
        <Back onBack={onBack} />
        <div className={css.titles}>
          <h2>{name}</h2>
          <p>
            <Link to="/processes/instances/$id" params={{ id: of.process_instance_id }}>
              {of.business_key ?? of.process_definition_name ?? of.process_definition_key}
            </Link>
            {of.business_key && ` · ${of.process_definition_name ?? of.process_definition_key}`}
          </p>
        </div>
        {late && <State tone={late.tone}>{late.text}</State>}
        <Owner of={of} who={who} onAssign={onAssign} />
      </header>
      <Tabs defaultValue="work" className={css.tabs} variant="default">
        <Tabs.List px="md">
          <Tabs.Tab value="work">{t.inbox.tabs.work}</Tabs.Tab>
          <Tab value="talk" count={of.comment_count} />
          <Tab value="files" count={of.attachment_count} />
          <Tabs.Tab value="past">{t.inbox.tabs.past}</Tabs.Tab>
          {of.process_definition_key !== STANDALONE && (
            <Tabs.Tab value="place">{t.inbox.tabs.place}</Tabs.Tab>
          )}
        </Tabs.List>
        <Panel value="work" isKept>
          <div id="task-work" className={css.part}>
            {of.description && <p className={css.description}>{of.description}</p>}
            <Work of={of} who={who} onDone={onDone} onEnding={onEnding} />
            <h3>{t.inbox.details}</h3>
            <Facts facts={factsOf(of)} />
          </div>
        </Panel>
        <Panel value="talk">
          <Talk task={of.id} user={who.user} />
        </Panel>
        <Panel value="files">
          <Files task={of.id} user={who.user} />
        </Panel>
        <Panel value="past">
          <Past of={of} />
        </Panel>
        <Panel value="place">
          <Place of={of} />
        </Panel>
      </Tabs>
    </section>
  );
}

const Back = ({ onBack }: { onBack: () => void }) => (
  <ActionIcon className={css.back} aria-label={t.inbox.back} onClick={onBack}>
    <IconArrowLeft size={16} stroke={1.6} />
  </ActionIcon>
);

const Tab = ({ value, count }: { value: "talk" | "files"; count: number }) => (
  <Tabs.Tab value={value} rightSection={count > 0 && <span className={css.number}>{count}</span>}>
    {t.inbox.tabs[value]}
  </Tabs.Tab>
);

const Panel = ({
  value,
  isKept = false,
  children,
}: {
  value: string;
  isKept?: boolean;
  children: ReactNode;
}) => (
  <Tabs.Panel value={value} keepMounted={isKept} className={css.panel}>
    {children}
  </Tabs.Panel>
);

function Owner({ of, who, onAssign }: { of: shapes.TaskDetails; who: Who; onAssign: () => void }) {
  const acts = useActs();
  const act = (action: "claim" | "unclaim") => acts.mutate({ action, ids: [of.id], user: who.user });
  return (
    <div className={css.owner}>
      {of.assignee && (
        <span className={css.has}>
          <Person id={of.assignee} size={20} />
          {of.assignee === who.user ? t.inbox.you : of.assignee}
        </span>
      )}
      {of.assignee === null && (
        <Button size="xs" onClick={() => act("claim")}>
          {t.inbox.claim}
        </Button>
      )}
      {of.assignee === who.user && (
        <Button size="xs" variant="default" onClick={() => act("unclaim")}>
          {t.inbox.unclaim}
        </Button>
      )}
      <Button size="xs" variant="default" onClick={onAssign}>
        {t.inbox.assign}
      </Button>
    </div>
  );
}

const factsOf = (of: shapes.TaskDetails): [string, ReactNode][] => {
  const offered = [...of.candidate_users, ...of.candidate_groups].join(", ");
  const facts: [string, ReactNode][] = [
    [t.inbox.process, of.process_definition_name ?? of.process_definition_key],
    [t.inbox.created, moment(of.created)],
    [t.inbox.priorityName, of.priority],
  ];
  if (of.due) facts.push([t.inbox.dueAt, moment(of.due)]);
  if (of.follow_up) facts.push([t.inbox.followUp, moment(of.follow_up)]);
  if (of.owner) facts.push([t.inbox.owner, of.owner]);
  if (offered) facts.push([t.inbox.candidates, offered]);
  return facts;
};
