"""The commands by subject; each is loaded when it is typed, so that the others cost nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, NamedTuple

import typer
from typer.core import TyperGroup


class Entry(NamedTuple):
    """Where a command is, and the first line of its help."""

    place: str
    help: str


SUBJECTS: Mapping[str, Mapping[str, Entry]] = {
    "Models": {
        "validate": Entry("validate:validate", "Check models without deploying them."),
        "migrate-check": Entry(
            "migrate_check:migrate_check", "Say what models of other engines would do here."
        ),
        "run": Entry("run:run", "Run a model in memory; nothing is kept."),
        "deploy": Entry("deploy:deploy", "Deploy models; what has not changed keeps its version."),
        "definitions": Entry("definitions:definitions", "List what is deployed."),
    },
    "Instances": {
        "start": Entry("start:start", "Start an instance of a process."),
        "instances": Entry("instances:instances", "List instances, the newest first."),
        "show": Entry("show:show", "Show what an instance waits for, and what releases it."),
        "history": Entry("history:group", "Show what was done with an instance, or clean up."),
        "set": Entry("set_variables:set_variables", "Set variables of an instance."),
        "modify": Entry("modify:modify", "Move the tokens of an instance by hand."),
        "restart": Entry("restart:restart", "Start an ended instance again, as a new one."),
        "migrate": Entry("migrate:migrate", "Move instances to another version."),
        "case": Entry("case:group", "Work on cases: plan items, planning, the case file."),
        "batch": Entry("batch:group", "Do one thing to many instances."),
        "suspend": Entry("suspend:suspend", "Let nothing in an instance go on."),
        "resume": Entry("suspend:resume", "Let a suspended instance go on."),
        "terminate": Entry("terminate:terminate", "End an instance with everything in it."),
    },
    "Work": {
        "tasks": Entry("tasks:tasks", "List open tasks, the oldest first."),
        "complete": Entry("complete:complete", "Complete a task."),
        "claim": Entry("claim:claim", "Make a task your own."),
        "task": Entry("task:group", "Make tasks, hand them on, do many at once."),
        "filter": Entry("filter:group", "Saved filters of the task list."),
        "comment": Entry("comment:group", "Comment on tasks and instances."),
        "attachment": Entry("attachment:group", "Attach files and links to tasks and instances."),
        "assignments": Entry(
            "assignments:assignments", "List whom rules chose for tasks and why, the newest first."
        ),
        "notifications": Entry(
            "notifications:group", "What people were told, and what could not be delivered."
        ),
        "calendar": Entry("calendar:group", "Calendars of working time."),
        "sla": Entry("sla:group", "Targets, their clocks, and how they were kept."),
        "jobs": Entry("jobs:jobs", "List work for workers, and what is due."),
        "topics": Entry("topics:topics", "List topics of work, or limit one."),
        "work": Entry("work:work", "Do a worker's job by hand."),
        "message": Entry("message:message", "Send a message to who waits for it, or start one."),
        "signal": Entry("signal:signal", "Broadcast a signal to all who wait for it."),
    },
    "Trouble": {
        "incidents": Entry("incidents:incidents", "List incidents, the oldest first."),
        "retry": Entry("retry:retry", "Try again what failed."),
        "resolve": Entry("resolve:resolve", "End an incident without trying again."),
        "audit": Entry("audit:group", "Check that the history is whole."),
        "rebuild": Entry(
            "rebuild:rebuild", "Make the history of activities again, and statistics."
        ),
    },
    "Decisions": {
        "feel": Entry("feel:feel", "Evaluate FEEL, or open a prompt for it."),
        "dmn": Entry("dmn:group", "Evaluate, test and check DMN models."),
    },
    "People": {
        "user": Entry("user:group", "Add, list and lock users, give them passwords."),
        "grant": Entry("grant:group", "Say who may do what."),
        "api-key": Entry("api_key:group", "Keys that programs sign in with."),
        "login": Entry("login:login", "Sign in at a server; print an access token."),
    },
    "Server": {
        "serve": Entry("serve:serve", "Serve the HTTP interface, and do what is due."),
        "worker": Entry("worker:worker", "Do the work of topics with the handlers of a module."),
    },
}


class Commands(Mapping[str, Any]):
    """All commands by name, as the parser wants them."""

    def __init__(self) -> None:
        self._entries = {
            name: entry for found in SUBJECTS.values() for name, entry in found.items()
        }

    def __getitem__(self, name: str) -> Any:
        module, _, attribute = self._entries[name].place.partition(":")
        found = getattr(import_module(f"trivium.cli.{module}"), attribute)
        if isinstance(found, typer.Typer):
            return typer.main.get_group(found)
        alone = application()
        alone.command(name)(found)
        return typer.main.get_command(alone)

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


class Program(TyperGroup):
    """`trivium` itself."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = Commands()  # type: ignore[assignment]  # nobody adds to it

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The commands by subject, without loading any."""
        del ctx
        width = max(len(name) for found in SUBJECTS.values() for name in found)
        for subject, found in SUBJECTS.items():
            with formatter.section(subject):
                formatter.write_dl([(name.ljust(width), e.help) for name, e in found.items()])


def application(**options: Any) -> typer.Typer:
    """A Typer application with our habits."""
    return typer.Typer(
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
        **options,
    )
