/** Plays the journal: a slider, and in words what the command at hand did. */
import { ActionIcon, Button, Slider } from "@mantine/core";
import {
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerSkipBack,
  IconPlayerSkipForward,
  IconPlayerTrackNext,
  IconPlayerTrackPrev,
} from "@tabler/icons-react";
import { type ComponentType, useEffect, useEffectEvent, useState } from "react";
import type { shapes } from "../../../api";
import { type Element, nameIn } from "../../../diagrams/elements";
import { t } from "../../../messages";
import { moment } from "../../../messages/formats";
import css from "../processes.module.css";

interface PlayerProps {
  steps: readonly shapes.ReplayedCommand[];
  at: number;
  onAt: (step: number | undefined) => void;
  elements: ReadonlyMap<string, Element>;
  /** The version that is drawn. */
  definition: string;
  /** There are further steps. */
  more: (() => void) | undefined;
}

const PACE = 900;

export function Player({ steps, at, onAt, elements, definition, more }: PlayerProps) {
  const [isPlaying, setPlaying] = useState(false);
  const forth = useEffectEvent(() => (at < steps.length ? onAt(at + 1) : setPlaying(false)));
  useEffect(() => {
    if (!isPlaying) return;
    const timer = setInterval(() => forth(), PACE);
    return () => clearInterval(timer);
  }, [isPlaying]);
  const step = steps[at - 1];
  const play = () => {
    if (!isPlaying && at >= steps.length) onAt(0);
    setPlaying(!isPlaying);
  };
  return (
    <div className={css.player} role="group" aria-label={t.replay.title}>
      <div className={css.buttons}>
        <Key icon={IconPlayerSkipBack} name={t.replay.first} onClick={() => onAt(0)} />
        <Key icon={IconPlayerTrackPrev} name={t.replay.before} onClick={() => onAt(Math.max(0, at - 1))} />
        <Key
          icon={isPlaying ? IconPlayerPause : IconPlayerPlay}
          name={isPlaying ? t.replay.pause : t.replay.play}
          onClick={play}
        />
        <Key
          icon={IconPlayerTrackNext}
          name={t.replay.after}
          onClick={() => onAt(Math.min(steps.length, at + 1))}
        />
        <Key icon={IconPlayerSkipForward} name={t.replay.last} onClick={() => onAt(steps.length)} />
      </div>
      <Slider
        className={css.slider}
        size="sm"
        min={0}
        max={steps.length}
        value={at}
        onChange={onAt}
        label={null}
        thumbLabel={t.replay.slider}
      />
      <span className={`${css.quiet} number`}>{t.replay.step(at, steps.length)}</span>
      {more && (
        <Button size="compact-xs" variant="default" onClick={more}>
          {t.replay.more}
        </Button>
      )}
      <Button size="compact-xs" variant="subtle" onClick={() => onAt(undefined)}>
        {t.replay.close}
      </Button>
      <div className={css.told} aria-live="polite">
        {step ? <Told step={step} elements={elements} /> : t.replay.nothing}
        {step && step.process_definition_id !== definition && <span>{t.replay.older}</span>}
      </div>
    </div>
  );
}

interface KeyProps {
  icon: ComponentType<{ size?: number; stroke?: number }>;
  name: string;
  onClick: () => void;
}

const Key = ({ icon: Icon, name, onClick }: KeyProps) => (
  <ActionIcon aria-label={name} title={name} onClick={onClick}>
    <Icon size={16} stroke={1.6} />
  </ActionIcon>
);

function Told({ step, elements }: { step: shapes.ReplayedCommand; elements: ReadonlyMap<string, Element> }) {
  const told = step.changes.flatMap((change) => inWords(change, elements));
  return (
    <>
      <b>{step.operation}</b>
      <span>{step.user ?? t.operate.system}</span>
      <span>{moment(step.timestamp)}</span>
      {told.map((text, index) => (
        <span key={index}>{text}</span>
      ))}
    </>
  );
}

function inWords(change: shapes.Change, elements: ReadonlyMap<string, Element>): string[] {
  const name = nameIn(elements, change.activity_id);
  const state = change.state ?? "";
  switch (change.what) {
    case "flow":
      return [];
    case "variables":
      return [t.replay.set(Object.keys(change.values ?? {}).join(", "))];
    case "incident":
    case "resolved":
    case "state":
      return [t.replay[change.what](name, state)];
    default:
      return [t.replay[change.what](name)];
  }
}
