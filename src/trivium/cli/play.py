"""Playing an instance to its end: completing what waits, asking for what is not known."""

from __future__ import annotations

import shlex
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

import typer
from rich.markup import escape

from trivium.cli import options, output
from trivium.errors import TriviumError
from trivium.kernel.moments import from_ms
from trivium.testing.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from trivium.engine import Engine
    from trivium.engine.infos import ElementInfo, JobInfo, TaskInfo, WaitInfo

_MOST_LEAPS = 1000
"""A cycle of timers would go on for ever where nobody is asked."""


class Answers:
    """What to complete tasks and jobs with, by element id; without a file, people are asked."""

    def __init__(self, by_element: dict[str, list[dict[str, Any]]] | None) -> None:
        self._by_element = by_element or {}
        self.asks = by_element is None

    @classmethod
    def read(cls, file: Path | None) -> Self:
        """The answers in a JSON file."""
        if file is None:
            return cls(None)
        found = options.object_of(file)
        return cls({k: list(v) if isinstance(v, list) else [v] for k, v in found.items()})

    def take(self, element_id: str) -> dict[str, Any] | None:
        """The next answer for an element; the last one serves again."""
        left = self._by_element.get(element_id)
        if not left:
            return None
        return left.pop(0) if len(left) > 1 else left[0]


class Play:
    """One instance in an engine that nobody else uses."""

    def __init__(self, engine: Engine, clock: Any, answers: Answers, *, quiet: bool) -> None:
        self._engine = engine
        self._clock = clock
        self._answers = answers
        self._out = output.console()
        self._quiet = quiet
        self._leaps = 0

    def to_the_end(self, instance_id: str) -> None:
        """Goes on until the instance has ended, or waits for what nobody here can give."""
        while self._goes_on(instance_id):
            continue

    def _goes_on(self, instance_id: str) -> bool:
        self._engine.run_until_idle()
        if self._engine.instances.get(instance_id).ended_at is not None:
            return False
        incidents = self._engine.incidents.query(instance_id)
        if incidents.items:
            trouble = incidents[0]
            raise TriviumError(
                f"{trouble.element_id} has failed: {trouble.message}", code=trouble.code
            )
        tasks = self._engine.tasks.query(instance_id)
        if tasks.items:
            return self._complete(tasks[0])
        jobs = self._engine.jobs.query(instance_id, kind="work")
        if jobs.items:
            return self._work(jobs[0])
        return self._send(instance_id) or self._leap() or self._give_up(instance_id)

    def _say(self, text: str) -> None:
        if not self._quiet:
            self._out.print(text)

    # -- work

    def _complete(self, task: TaskInfo) -> bool:
        who = ", ".join((*task.candidate_users, *task.candidate_groups))
        name = escape(task.name or task.element_id)
        self._say(f"[green]●[/] [bold]{name}[/]" + (f" [dim]for {escape(who)}[/]" if who else ""))
        if self._answers.asks and self._rather_later():
            return self._leap()
        given = self._answer(task.element_id, task.form)
        self._engine.tasks.complete(task.id, given)
        return True

    def _rather_later(self) -> bool:
        """Whether time is to pass first; asked where a timer runs."""
        due = self._engine.next_due()
        if due is None:
            return False
        when = output.moment(from_ms(due))
        return not typer.confirm(f"  complete it now? (no lets time pass to {when})", default=True)

    def _work(self, job: JobInfo) -> bool:
        self._say(
            f"[cyan]●[/] [bold]{escape(job.element_id or '')}[/] [dim]work for {job.topic}[/]"
        )
        self._engine.jobs.complete(job.id, self._answer(job.element_id or "", None))
        return True

    def _answer(self, element_id: str, form: Any) -> dict[str, Any]:
        given = self._answers.take(element_id)
        if given is not None or not self._answers.asks:
            return given or {}
        fields = form.get("fields", []) if isinstance(form, dict) else []
        if fields:
            asked = {field["id"]: _ask(field) for field in fields}
            return {name: value for name, value in asked.items() if value is not None}
        return _asked_variables()

    # -- events and time

    def _send(self, instance_id: str) -> bool:
        """Sends a message or signal that is waited for, if it is answered or wanted."""
        root = self._engine.instances.tree(instance_id).root
        for instance, wait in _catchers(root):
            given = self._answers.take(wait.element_id)
            if given is None and not (self._answers.asks and self._wants(wait)):
                continue
            self._say(f"[magenta]●[/] {wait.kind} [bold]{escape(wait.name or '')}[/]")
            variables = _asked_variables() if given is None else given
            if wait.kind == "signal":
                self._engine.signals.broadcast(wait.name or "", variables)
            else:
                self._engine.messages.correlate(
                    wait.name or "", instance=instance, variables=variables
                )
            return True
        return False

    @staticmethod
    def _wants(wait: WaitInfo) -> bool:
        return typer.confirm(f"  send the {wait.kind} {wait.name}?", default=True)

    def _leap(self) -> bool:
        """Lets time pass until something is due."""
        due = self._engine.next_due()
        if due is None or self._leaps >= _MOST_LEAPS:
            return False
        self._leaps += 1
        ahead = timedelta(milliseconds=max(due - self._clock.now_ms(), 0))
        self._say(f"[dim]… {ahead} later[/]")
        if isinstance(self._clock, Clock):
            self._clock.set_ms(due)
        else:
            time.sleep(ahead.total_seconds())
        return True

    def _give_up(self, instance_id: str) -> bool:
        root = self._engine.instances.tree(instance_id).root
        for element in _open(root):
            for wait in element.waits:
                self._say(
                    f"[yellow]●[/] {escape(wait.why)} [dim]until {escape(wait.released_by)}[/]"
                )
        return False


def _open(element: ElementInfo | None) -> Iterator[ElementInfo]:
    if element is not None:
        yield element
        for child in element.children:
            yield from _open(child)


def _catchers(root: ElementInfo | None) -> Iterator[tuple[str, WaitInfo]]:
    for element in _open(root):
        for wait in element.waits:
            if wait.kind in {"message", "signal"}:
                yield element.instance_id, wait


def _asked_variables() -> dict[str, Any]:
    text: str = typer.prompt(
        "  variables, name=value (enter for none)", default="", show_default=False
    )
    return options.variables_of(shlex.split(text))


def _ask(field: dict[str, Any]) -> Any:
    """One question of a form."""
    label = f"  {field.get('label') or field['id']}"
    default = field.get("default")
    if field["type"] == "boolean":
        return typer.confirm(label, default=None if default is None else default == "true")
    chosen = field.get("options")
    if chosen:
        label += f" ({', '.join(chosen)})"
    text: str = typer.prompt(label, default=default or "", show_default=bool(default))
    if text == "":
        return None
    return text if field["type"] in {"string", "enum", "date"} else options.value_of(text)
