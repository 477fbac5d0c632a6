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
from trivium.engine.areas.migrations import Migrations
from trivium.engine.areas.tasks import Tasks
from trivium.engine.batches.kinds import Looking
from trivium.engine.batches.worker import BatchWorker
from trivium.engine.clock import SystemClock
from trivium.engine.decisions import DeployedDecisions
from trivium.engine.definitions import CompiledDefinitions
from trivium.engine.deployments import Deploy, compiled, files_of
from trivium.engine.dry_run import Preview
from trivium.engine.jobs.due import DueJobs
from trivium.engine.jobs.handlers import Handlers
from trivium.engine.jobs.missing import MissingHandlers
from trivium.engine.jobs.scheduler import SAFETY_MS, Scheduler
from trivium.engine.processor import Processor
from trivium.engine.processor.environment import Environments
from trivium.engine.scripts import ScriptHost
from trivium.engine.starting import Start
from trivium.errors import InvalidInput, InvalidModel
from trivium.store import queries
from trivium.store.database import connect

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trivium.engine.clock import Clock
    from trivium.engine.infos import Deployment, InstanceInfo, JobInfo
    from trivium.errors import Finding
    from trivium.store.database import Database


class Engine:
    """Processes on one database. Several threads may use it; open it once per program.

    Its areas are `definitions`, `instances`, `decisions`, `tasks`, `jobs`, `incidents`, `messages`,
    `signals`, `migrations`, `batches` and `audit`.
    """

    def __init__(self, database: Database, clock: Clock, *, scheduler: bool) -> None:
        self.clock = clock
        self._database = database
        self._compiled = CompiledDefinitions(self._definition_cursor)
        self._scripts = ScriptHost()
        self._decisions = DeployedDecisions(self._compiled, clock)
        self._environments = environments = Environments(
            self._compiled.get, self._compiled, self._decisions, self._scripts
        )
        self._processor = Processor(database, clock, environments, self._committed)
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
        self.decisions = Decisions(database, self._processor, self._compiled, self._decisions)
        looking = Looking(self.instances, self.incidents)
        worker = BatchWorker(database, self._processor, looking)
        self.batches = Batches(database, self._processor, worker)
        self._due = DueJobs(database, self._processor, clock, worker)
        self._handlers = Handlers(self.jobs)
        self._missing = MissingHandlers(database, clock, self._compiled, self._handlers, self.jobs)
        self._worker = f"engine-{secrets.token_hex(4)}"
        self._scheduler = (
            Scheduler(database, self._due, self._handlers, clock, self._worker, self._missing)
            if scheduler
            else None
        )
        if self._scheduler is not None:
            self._scheduler.start()
            database.listen(self._woken)

    @classmethod
    def open(
        cls,
        url: str,
        *,
        clock: Clock | None = None,
        scheduler: bool = True,
        create: bool = True,
        synchronous: str = "NORMAL",
    ) -> Self:
        """Opens a database such as `sqlite:///work.db` or `postgresql://user@host/name`.

        A file is made, a database on a server must be there; either is migrated if need be. `sqlite://`
        is one in memory. Without a `scheduler` nothing is done by itself: timers fire and handlers run
        in `run_until_idle`. `synchronous="FULL"` has SQLite survive power cuts as well as crashes of
        the process, at some cost.

        Raises:
            InvalidInput: it is no such URL, or there is no database and `create` is false.
            Unavailable: the database does not answer.
        """
        database = connect(url, create=create, synchronous=synchronous)
        database.migrate()
        return cls(database, clock or SystemClock(), scheduler=scheduler)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Finishes what runs and gives back the connections."""
        if self._scheduler is not None:
            self._scheduler.stop()
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

        It is given the job and gives the variables to set, or None. What it raises fails the job, which
        is tried again as its retry cycle says; `BpmnError` ends it in an error of the model. It runs
        outside of any transaction and may run twice if the process is killed meanwhile: use the job's
        id as an idempotency key.
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
            if count == 0:
                return done
            done += count

    def next_due(self) -> int | None:
        """When the next timer or retry is due, in milliseconds since 1970; None if none is planned."""
        return self._due.next_due()

    def find_ids(self, what: str, ending: str) -> list[str]:
        """The ids of open tasks, jobs or incidents, or of instances, that end so; at most ten."""
        with self._database.reading() as connection:
            return queries.ids_ending(connection, what, ending)

    @property
    def database(self) -> Database:
        """The database, for products that keep tables of their own in it."""
        return self._database

    @property
    def has_scheduler(self) -> bool:
        """Whether this process does what is due by itself."""
        return self._scheduler is not None

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
