"""`trivium run`: a model in memory, tasks answered at the prompt or from a file."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trivium.cli import options, output
from trivium.errors import InvalidInput

if TYPE_CHECKING:
    from trivium.engine import Engine
    from trivium.engine.infos import InstanceInfo, JobInfo, TaskInfo


def register(app: typer.Typer) -> None:
    app.command("run")(run)


def run(
    file: Annotated[Path, typer.Argument(help="The model; others beside it may be called.")],
    var: options.Variables = None,
    vars_file: options.VariableFile = None,
    answers: Annotated[
        Path | None,
        typer.Option(
            help="A JSON file: element id → variables to complete it with (or a list of them)."
        ),
    ] = None,
    key: Annotated[str | None, typer.Option(help="Which process of the file.")] = None,
    json: options.Json = False,
) -> None:
    """Run a model in memory: nothing is kept, and waiting takes no time."""
    from trivium.engine import Engine  # keeps `trivium --help` fast
    from trivium.kernel import codec
    from trivium.testing.clock import Clock

    clock = Clock()
    replies = Answers(answers)
    with Engine.open("sqlite://", clock=clock, scheduler=False) as engine:
        deployment = engine.deploy(_with_neighbours(file))
        mine = [d for d in deployment.definitions if d.resource_name == file.name]
        chosen = key or mine[0].key
        instance = engine.start(chosen, options.variables_of(var, vars_file))
        _Play(engine, clock, replies, quiet=json).to_the_end(instance)
        found = engine.instances.tree(instance.id)
        variables = engine.instances.variables(instance.id)
    if json:
        output.print_json({"tree": found, "variables": variables})
        return
    out = output.console()
    out.print(f"{found.instance.key} is [bold]{found.instance.state}[/]")
    for name, value in sorted(variables.items()):
        out.print(f"  {name} = {codec.encode(value).decode()}", markup=False)


def _with_neighbours(file: Path) -> list[Path]:
    """The file, and the other models of its folder that run: it may call them."""
    from trivium.engine.deployments import compiled, files_of  # fast --help
    from trivium.errors import TriviumError

    found = [file]
    for other in sorted(file.parent.glob("*.bpmn")):
        if other == file:
            continue
        try:
            compiled(files_of(other))
        except TriviumError:  # not ours to judge: only the file that was named must run
            continue
        found.append(other)
    return found


class Answers:
    """What to complete tasks and jobs with, by element id; asks for what is not in the file."""

    def __init__(self, file: Path | None) -> None:
        self._by_element: dict[str, list[dict[str, Any]]] = {}
        self.asks = file is None
        for element, given in options.variables_of(None, file).items() if file else ():
            self._by_element[element] = list(given) if isinstance(given, list) else [given]

    def take(self, element_id: str) -> dict[str, Any] | None:
        """The next answer for an element; the last one serves again."""
        left = self._by_element.get(element_id)
        if not left:
            return None
        return left.pop(0) if len(left) > 1 else left[0]


class _Play:
    """Completes what waits until nothing does."""

    def __init__(self, engine: Engine, clock: Any, answers: Answers, *, quiet: bool) -> None:
        self._engine = engine
        self._clock = clock
        self._answers = answers
        self._out = output.console()
        self._quiet = quiet

    def to_the_end(self, instance: InstanceInfo) -> None:
        while self._engine.instances.get(instance.id).ended_at is None:
            self._engine.run_until_idle()
            incidents = self._engine.incidents.query(instance.id)
            if incidents.items:
                raise InvalidInput(incidents[0].message, code=incidents[0].code)
            tasks = self._engine.tasks.query(instance.id)
            jobs = list(self._engine.jobs.query(instance.id, kind="work"))
            if tasks.items:
                self._complete(tasks[0])
            elif jobs:
                self._work(jobs[0])
            elif not self._skip_ahead():
                if self._engine.instances.get(instance.id).ended_at is None:
                    self._say("waits for a message or signal; it is left there")
                return

    def _say(self, text: str) -> None:
        if not self._quiet:
            self._out.print(text)

    def _complete(self, task: TaskInfo) -> None:
        self._say(f"[green]●[/] {task.name or task.element_id}")
        given = self._answer(task.element_id, task.form)
        self._engine.tasks.complete(task.id, given)

    def _work(self, job: JobInfo) -> None:
        self._say(f"[cyan]●[/] work for {job.topic} at {job.element_id}")
        self._engine.jobs.complete(job.id, self._answer(job.element_id or "", None))

    def _answer(self, element_id: str, form: Any) -> dict[str, Any]:
        given = self._answers.take(element_id)
        if given is not None or not self._answers.asks:
            return given or {}
        fields = form.get("fields", []) if isinstance(form, dict) else []
        if fields:
            asked = {
                f["id"]: typer.prompt(
                    f"  {f.get('label') or f['id']}", default=str(f.get("default", ""))
                )
                for f in fields
            }
            return {name: options.value_of(text) for name, text in asked.items() if text != ""}
        text = typer.prompt(
            "  variables (name=value, separated by spaces; enter for none)",
            default="",
            show_default=False,
        )
        return options.variables_of(text.split())

    def _skip_ahead(self) -> bool:
        due = self._engine.next_due()
        if due is None:
            return False
        ahead = timedelta(milliseconds=max(due - self._clock.now_ms(), 0))
        self._say(f"[dim]… {ahead} later[/]")
        self._clock.set_ms(due)
        return True
