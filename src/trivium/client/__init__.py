"""Trivium from elsewhere: a typed client, blocking and for asyncio, and workers."""

from trivium.client import shapes
from trivium.client.client import AsyncClient, Client
from trivium.client.problems import ServerFault, UnexpectedAnswer
from trivium.client.watching import LiveEvent
from trivium.client.worker import Escalation, Event, Job, JobFailed, Worker
from trivium.errors import BpmnError

__all__ = [
    "AsyncClient",
    "BpmnError",
    "Client",
    "Escalation",
    "Event",
    "Job",
    "JobFailed",
    "LiveEvent",
    "ServerFault",
    "UnexpectedAnswer",
    "Worker",
    "shapes",
]
