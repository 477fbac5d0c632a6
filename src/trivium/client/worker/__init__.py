"""Workers: handlers that do the work of a server's processes, wherever they run."""

from trivium.client.worker.events import Event
from trivium.client.worker.job import Job
from trivium.client.worker.outcomes import Escalation, JobFailed
from trivium.client.worker.worker import Worker

__all__ = ["Escalation", "Event", "Job", "JobFailed", "Worker"]
