"""All that is measured, as a table: names, labels, meaning and unit."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Metric(NamedTuple):
    """One measure as Prometheus has it."""

    name: str
    kind: Literal["counter", "gauge", "histogram"]
    unit: str
    meaning: str
    labels: tuple[str, ...] = ()

    @property
    def exposed(self) -> str:
        """Its name where it is shown: a counter's ends in `_total`."""
        return f"{self.name}_total" if self.kind == "counter" else self.name


COMMAND_SECONDS = Metric(
    "trivium_command_duration_seconds",
    "histogram",
    "seconds",
    "From when a command was given until its answer is durable; waiting included.",
    ("kind",),
)
COMMAND_WAIT = Metric(
    "trivium_command_wait_seconds",
    "histogram",
    "seconds",
    "From when a command was given until its batch was begun.",
)
COMMANDS = Metric(
    "trivium_commands",
    "counter",
    "commands",
    "Commands by kind and `outcome`: done, refused, unavailable (the database was away) or failed"
    " (a fault of Trivium).",
    ("kind", "outcome"),
)
BATCH_COMMANDS = Metric(
    "trivium_batch_commands", "histogram", "commands", "Commands that shared one transaction."
)
BATCH_SECONDS = Metric(
    "trivium_batch_duration_seconds",
    "histogram",
    "seconds",
    "Reading, deciding, writing and committing one batch.",
)
RETRIED = Metric(
    "trivium_transactions_retried",
    "counter",
    "transactions",
    "Transactions that failed for the database's sake and were tried again.",
)
DIVIDED = Metric(
    "trivium_batches_divided",
    "counter",
    "batches",
    "Batches that failed as a whole and were done again command by command.",
)
JOBS = Metric(
    "trivium_jobs",
    "counter",
    "jobs",
    "Jobs that this process did, by kind and `outcome`: done, refused (somebody was faster, or it cannot"
    " be now), failed; work also error (a BPMN error) or dropped (the lease was lost).",
    ("kind", "outcome"),
)
JOB_SECONDS = Metric(
    "trivium_job_duration_seconds",
    "histogram",
    "seconds",
    "What a job took in this process.",
    ("kind",),
)
JOB_LATENESS = Metric(
    "trivium_job_lateness_seconds",
    "histogram",
    "seconds",
    "How long after its time a job was begun in this process.",
    ("kind",),
)
JOB_RETRIES = Metric(
    "trivium_job_retries",
    "counter",
    "jobs",
    "Failures of work that will be tried again, here or by external workers.",
)
JOB_EXHAUSTED = Metric(
    "trivium_job_retries_exhausted",
    "counter",
    "jobs",
    "Failures of work without retries left: each is an incident, unless the model catches it.",
)
HTTP_SECONDS = Metric(
    "trivium_http_request_duration_seconds",
    "histogram",
    "seconds",
    "Answering a request; `route` is its path with the names of its parameters, or `other`; `status` is 0"
    " if the client left before.",
    ("method", "route", "status"),
)
WORK = (
    COMMAND_SECONDS,
    COMMAND_WAIT,
    COMMANDS,
    BATCH_COMMANDS,
    BATCH_SECONDS,
    RETRIED,
    DIVIDED,
    JOBS,
    JOB_SECONDS,
    JOB_LATENESS,
    JOB_RETRIES,
    JOB_EXHAUSTED,
    HTTP_SECONDS,
)
"""What one process did since it was started."""

JOBS_DUE = Metric(
    "trivium_jobs_due",
    "gauge",
    "jobs",
    "Jobs whose time has come and that nobody has; each kind is counted up to 10,000.",
    ("kind",),
)
JOBS_OLDEST = Metric(
    "trivium_jobs_oldest_due_seconds",
    "gauge",
    "seconds",
    "How long the oldest of them has been waiting; 0 if there is none.",
    ("kind",),
)
JOBS_LEASED = Metric(
    "trivium_jobs_leased",
    "gauge",
    "jobs",
    "Work that handlers and workers have just now; of the 10,000 that are the longest due.",
)
INCIDENTS_OPEN = Metric(
    "trivium_incidents_open", "gauge", "incidents", "Open incidents by type.", ("type",)
)
INSTANCES_ACTIVE = Metric(
    "trivium_instances_active",
    "gauge",
    "instances",
    "Instances of processes and cases that have not ended, suspended ones included.",
)
STATE = (JOBS_DUE, JOBS_OLDEST, JOBS_LEASED, INCIDENTS_OPEN, INSTANCES_ACTIVE)
"""What is in the database, the same for all processes on it."""

JOURNAL_UNREAD = Metric(
    "trivium_journal_unread_entries",
    "gauge",
    "entries",
    "Entries of the journal that a reader has not come to, by the reader's name; each is counted up to"
    " 10,000.",
    ("reader",),
)
JOURNAL_LAG = Metric(
    "trivium_journal_lag_seconds",
    "gauge",
    "seconds",
    "How long the oldest of them has been there; 0 if there is none.",
    ("reader",),
)
JOURNAL = (JOURNAL_UNREAD, JOURNAL_LAG)
"""How far those who read along are behind, the same for all processes."""

DATABASE_UP = Metric(
    "trivium_database_up",
    "gauge",
    "0 or 1",
    "Whether the database answers; while it does not, what is in it is left out.",
)
BUILD = Metric(
    "trivium_build_info",
    "gauge",
    "1",
    "What runs here: the versions of Trivium and Python, and the kind of database.",
    ("version", "python", "database"),
)
OWN = (DATABASE_UP, BUILD)
"""What is known of the process without asking for more."""
PROCESS = (
    Metric("process_cpu_seconds", "counter", "seconds", "Processor time of the process."),
    Metric("process_resident_memory_bytes", "gauge", "bytes", "Memory that it has in use."),
    Metric("process_virtual_memory_bytes", "gauge", "bytes", "Memory that it has asked for."),
    Metric("process_start_time_seconds", "gauge", "seconds since 1970", "When it was started."),
    Metric("process_open_fds", "gauge", "files", "Files and connections that it has open."),
    Metric("process_max_fds", "gauge", "files", "How many it may have open."),
)
"""What the operating system knows of the process; on Linux only."""
