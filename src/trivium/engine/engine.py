"""The façade: one object that a program opens and uses."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, Self

from trivium import expressions
from trivium.engine.acting import demand
from trivium.engine.areas.audit import Audit
from trivium.engine.areas.batches import Batches
from trivium.engine.areas.cases import Cases
from trivium.engine.areas.decisions import Decisions
from trivium.engine.areas.definitions import Definitions
from trivium.engine.areas.events import Messages, Signals
from trivium.engine.areas.incidents import Incidents
from trivium.engine.areas.instances import Instances
from trivium.engine.areas.jobs import Jobs
from trivium.engine.areas.journal import Journal
from trivium.engine.areas.migrations import Migrations
from trivium.engine.areas.monitoring import Monitoring
from trivium.engine.areas.tasks import Tasks
from trivium.engine.batches.kinds import Looking
from trivium.engine.batches.worker import BatchWorker
from trivium.engine.clock import DatabaseClock
from trivium.engine.decisions import DeployedDecisions
from trivium.engine.definitions import CompiledDefinitions
from trivium.engine.deployments import Deploy, File, compiled, files_of
from trivium.engine.dry_run import Preview
from trivium.engine.jobs.chores import Chores
from trivium.engine.jobs.due import DueJobs
from trivium.engine.jobs.handlers import Handlers
from trivium.engine.jobs.heartbeat import Heartbeat
from trivium.engine.jobs.missing import MissingHandlers
from trivium.engine.jobs.scheduler import SAFETY_MS, Scheduler
from trivium.engine.observing.measures import Measures
from trivium.engine.observing.observer import Observers
from trivium.engine.observing.runs import Runs
from trivium.engine.processor import Processor
from trivium.engine.processor.environment import Environments
from trivium.engine.scripts import ScriptHost
from trivium.engine.starting import Start
from trivium.errors import InvalidInput, InvalidModel, WrongState
from trivium.store import queries
from trivium.store.database import connect

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import timedelta
    from pathlib import Path

    from trivium.engine.clock import Clock
    from trivium.engine.infos import Deployment, InstanceInfo, JobInfo
    from trivium.engine.jobs.chores import Chore
    from trivium.engine.observing import Observer
    from trivium.errors import Finding
    from trivium.store.database import Database


class Engine:
    """Processes on one database. Several threads may use it; open it once per program.

    Its areas are `definitions`, `instances`, `decisions`, `tasks`, `jobs`, `incidents`, `messages`,
    `signals`, `migrations`, `batches`, `journal`, `monitoring`, `audit` and `measures`.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        scheduler: bool,
        observer: Observer | None = None,
        keep_history_for: timedelta | None = None,
        archive_to: Path | None = None,
    ) -> None:
        self.clock = clock
        self._database = database
        self._compiled = CompiledDefinitions(self._definition_cursor)
        self._scripts = ScriptHost()
        self._decisions = DeployedDecisions(self._compiled, clock)
        self._environments = environments = Environments(
            self._compiled.get, self._compiled, self._decisions, self._scripts
        )
        self._observers = Observers() if observer is None else Observers(observer)
        runs = Runs(database, clock, self._observers)
        self.measures = Measures(database, clock)
        self._processor = Processor(database, clock, environments, self._committed, self._observers)
        self.definitions = Definitions(database, self._processor, self._compiled)
        self.instances = Instances(database, self._processor, self._compiled)
        self.tasks = Tasks(database, self._processor, self._compiled)
        self.jobs = Jobs(database, self._processor, self._compiled, clock)
        self.migrations = Migrations(self._processor, self._compiled)
        self.incidents = Incidents(database, self._processor)
        self.cases = Cases(database, self._processor, environments, clock, self.instances)
        self.messages = Messages(self._processor)
        self.signals = Signals(self._processor)
        self.audit = Audit(database)
        self.journal = Journal(database, clock, self._compiled, keep_history_for, archive_to)
        self.monitoring = Monitoring(database, clock, self._compiled, self.journal)
        self.jobs.watch(self.journal.wake)
        self.decisions = Decisions(database, self._processor, self._compiled, self._decisions)
        looking = Looking(self.instances, self.incidents)
        worker = BatchWorker(database, self._processor, looking)
        self.batches = Batches(database, self._processor, worker)
        self._due = DueJobs(database, self._processor, clock, worker, runs)
        self._heartbeat = Heartbeat(self._processor)
        self._handlers = Handlers(self.jobs, runs, self._heartbeat)
        self._missing = MissingHandlers(database, clock, self._compiled, self._handlers, self.jobs)
        self._chores = Chores(clock, is_threaded=scheduler)
        self.jobs.watch(self._chores.wake)
        self._worker = f"engine-{secrets.token_hex(4)}"
        self._scheduler = (
            Scheduler(database, self._due, self._handlers, clock, self._worker, self._missing)
            if scheduler
            else None
        )
        if self._scheduler is not None:
            self._scheduler.start()
            self.journal.start()
            database.listen(self._woken)

    @classmethod
    def open(  # noqa: PLR0913  # what there is to choose
        cls,
        url: str,
        *,
        clock: Clock | None = None,
        scheduler: bool = True,
        create: bool = True,
        synchronous: str = "NORMAL",
        observer: Observer | None = None,
        keep_history_for: timedelta | None = None,
        archive_to: Path | None = None,
    ) -> Self:
        """Opens a database such as `sqlite:///work.db` or `postgresql://user@host/name`.

        A file is made, a database on a server must be there; either is migrated if need be. `sqlite://`
        is one in memory. Without a `scheduler` nothing is done by itself: timers fire and handlers run
        in `run_until_idle`. `synchronous="FULL"` has SQLite survive power cuts as well as crashes of
        the process, at some cost. `keep_history_for` is how long ended instances are kept of which
        their models do not say it; for ever without it. With `archive_to` what goes is written into
        that folder first, as Parquet (needs trivium[archive]). The `observer` is told of commands and
        jobs.

        Raises:
            InvalidInput: it is no such URL, or there is no database and `create` is false.
            Unavailable: the database does not answer.
        """
        database = connect(url, create=create, synchronous=synchronous)
        database.migrate()
        return cls(
            database,
            clock or DatabaseClock(database),
            scheduler=scheduler,
            keep_history_for=keep_history_for,
            observer=observer,
            archive_to=archive_to,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Finishes what runs and gives back the connections."""
        if self._scheduler is not None:
            self._scheduler.stop()
        self._heartbeat.stop()
        self.journal.close()
        self._chores.stop()
        self._scripts.close()
        self._database.close()

    # -- models

    def deploy(
        self, models: Any, *, name: str | None = None, user: str | None = None
    ) -> Deployment:
        """Deploys models: a path, a folder, bytes, or several of these, as one deployment.

        A model whose file has not changed since its newest version is not deployed again.

        Raises:
            InvalidModel: one cannot run; all findings are listed.
            InvalidXml: one is no XML. Conflict: a message name is taken.
        """
        parts = [
            (file, found, [*findings, *self._missing.findings(found)])
            for file, found, findings in compiled(files_of(models))
        ]
        for _, definitions, _ in parts:
            for each in definitions:
                demand("administer", each.kind, each.key)
        answer: Deployment = self._processor.submit(Deploy(parts, name, self._compiled), user)
        return answer

    def replace(self, definition_id: str, models: Any, *, user: str | None = None) -> Deployment:
        """Deploys a new version of a definition.

        Raises:
            InvalidInput: it is not in the models (`definition/other-key`). As `deploy` beside that.
        """
        info = self.definitions.get(definition_id)
        demand("administer", info.kind, info.key)
        files = files_of(models)
        keys = {(each.kind, each.key) for _, found, _ in compiled(files) for each in found}
        if (info.kind, info.key) not in keys:
            raise InvalidInput(
                f"Expected a model of the {info.kind} {info.key}, but found"
                f" {', '.join(sorted(key for _, key in keys)) or 'nothing'}. Deploy others by themselves.",
                code="definition/other-key",
                key=info.key,
            )
        return self.deploy(files, user=user)

    def roll_back(self, definition_id: str, *, user: str | None = None) -> Deployment:
        """Makes an earlier version the newest again: its file is deployed once more, as a version of its own.

        What else is in that file goes back with it; instances stay at the versions that they are of.

        Raises:
            NotFound: there is none. WrongState: it is the newest (`definition/is-newest`).
        """
        info = self.definitions.get(definition_id)
        demand("administer", info.kind, info.key)
        if info.is_latest:
            raise WrongState(
                f"Expected an earlier version of {info.key}, but version {info.version} is the newest.",
                code="definition/is-newest",
                id=info.id,
            )
        file = File(info.resource_name, self.definitions.xml(info.id))
        return self.deploy([file], name=f"{info.key} back to version {info.version}", user=user)

    def validate(self, model: Any) -> list[Finding]:
        """What is wrong with a model, or doubtful; empty if nothing is."""
        found: list[Finding] = []
        for file in files_of(model):
            try:
                for _, definitions, findings in compiled([file]):
                    found.extend((*findings, *self._missing.findings(definitions)))
            except InvalidModel as error:
                found.extend(error.findings)
        return found

    # -- instances

    def start(  # noqa: PLR0913  # what a start says
        self,
        key: str,
        variables: Mapping[str, Any] | None = None,
        *,
        business_key: str | None = None,
        version: int | None = None,
        start_event: str | None = None,
        user: str | None = None,
        idempotency_key: str | None = None,
    ) -> InstanceInfo:
        """Starts an instance of the newest (or the named) version of a process.

        Raises:
            NotFound: nothing is deployed under that key. InvalidInput: it cannot be started so.
        """
        operation = Start(key, dict(variables or {}), business_key, version, start_event)
        instance_id: str = self._processor.submit(operation, user, idempotency_key)
        return self.instances.get(instance_id)

    def start_id(self, key: str, variables: Mapping[str, Any] | None = None) -> str:
        """Like `start`, for who needs no more than the id: spares the query."""
        operation = Start(key, dict(variables or {}), None, None, None)
        instance_id: str = self._processor.submit(operation)
        return instance_id

    def dry_run(self) -> Preview:
        """What a command would do: `with engine.dry_run() as preview: engine.tasks.complete(task)`.

        It is decided by the real kernel on the state as it is, and nothing of it is kept.
        """
        return Preview()

    # -- work

    def handler(self, topic: str) -> Callable[[Callable[[JobInfo], Any]], Callable[[JobInfo], Any]]:
        """A decorator: the function does the work of this topic.

        It is given the job and gives the variables to set, or None; a listener of a human task may give
        a `ListenerAnswer`, which denies or corrects what is about to become of the task. What it raises
        fails the job, which is tried again as its retry cycle says; `BpmnError` ends it in an error of
        the model. It runs outside of any transaction and may run twice if the process is killed
        meanwhile: use the job's id as an idempotency key.
        """

        def register(function: Callable[[JobInfo], Any]) -> Callable[[JobInfo], Any]:
            self._handlers.register(topic, function)
            if self._scheduler is not None:
                self._scheduler.wake()
            return function

        return register

    def bean(self, name: str, members: Mapping[str, Any]) -> None:
        """Lets JUEL expressions of models reach `${name.member}` and call `${name.member(…)}`.

        Functions among the members are called within the command that is decided, and again if it is
        tried again: they compute, and neither wait nor change anything outside. A variable of that
        name comes first.

        Raises:
            InvalidInput: the name is one of the engine's own, such as `execution`.
        """
        if name in expressions.RESERVED:
            raise InvalidInput(
                f"Expected a name for the bean, but `{name}` is the engine's own. Choose another.",
                code="expression/reserved-name",
                name=name,
            )
        methods = {key: each for key, each in members.items() if callable(each)}
        properties = {key: each for key, each in members.items() if not callable(each)}
        self._environments.beans[name] = expressions.HostObject(name, methods, properties)

    def attend(self, chore: Chore) -> None:
        """Has a product's own work done when it is due, beside the jobs of the engine."""
        self._chores.add(chore)

    def run_until_idle(self, *, timers: bool = True) -> int:
        """Does all that is due now in this thread, handlers included; gives how many jobs that were.

        Without `timers` those stay, however late they are.
        """
        done = 0
        while True:
            count = self._due.do_all(timers=timers)
            for job in self._handlers.take(self._worker, 100):
                self._handlers.run(job)
                count += 1
            if timers:
                count += self._missing.report()
                count += self._chores.do_all()
            if count == 0:
                return done
            done += count

    def next_due(self) -> int | None:
        """When the next timer or retry is due, in milliseconds since 1970; None if none is planned."""
        times = (self._due.next_due(), self._chores.next_due())
        return min((at for at in times if at is not None), default=None)

    def find_ids(self, what: str, ending: str) -> list[str]:
        """The ids of open tasks, jobs or incidents, or of instances, that end so; at most ten."""
        with self._database.reading() as connection:
            return queries.ids_ending(connection, what, ending)

    @property
    def database_name(self) -> str:
        """The URL of its database as one may show it, without the password."""
        return self._database.name

    @property
    def database(self) -> Database:
        """The database, for products that keep tables of their own in it."""
        return self._database

    @property
    def has_scheduler(self) -> bool:
        """Whether this process does what is due by itself."""
        return self._scheduler is not None

    @property
    def is_scheduling(self) -> bool:
        """Whether it does that now; false if the thread that does has come to its end."""
        return self._scheduler is not None and self._scheduler.is_alive

    @property
    def database_kind(self) -> str:
        """What the database is: `sqlite` or `postgresql`."""
        return self._database.engine.dialect.name

    def ping(self) -> None:
        """Asks the database for next to nothing.

        Raises:
            Unavailable: it does not answer.
        """
        with self._database.reading() as connection:
            connection.exec_driver_sql("SELECT 1")

    def counts(self) -> dict[str, int]:
        """How much is open: active instances, tasks, jobs, incidents.

        Raises:
            Unavailable: the database does not answer.
        """
        with self._database.reading() as connection:
            return queries.open_counts(connection)

    def observe(self, observer: Observer) -> Callable[[], None]:
        """Has one more observer told of commands and jobs; gives what ends that."""
        return self._observers.add(observer)

    # -- inside

    def _committed(self, due_from: int | None) -> None:
        """A batch is committed; the earliest job that came of it is due at that time."""
        self.jobs.wake(is_work=due_from is not None)
        if due_from is None:
            return
        if self._scheduler is not None:
            self._scheduler.wake(due_from)
        if due_from <= self.clock.now_ms() + SAFETY_MS:
            self._database.notify()

    def _woken(self) -> None:
        """Another node has made work."""
        self.jobs.wake()
        if self._scheduler is not None:
            self._scheduler.wake()

    def _definition_cursor(self) -> Any:
        return self._database.cursor()
