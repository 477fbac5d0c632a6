"""Trivium from elsewhere: a typed client, blocking and for asyncio, and workers."""

from trivium.client import shapes
from trivium.client.client import AsyncClient, Client
from trivium.client.problems import ServerFault, UnexpectedAnswer

__all__ = ["AsyncClient", "Client", "ServerFault", "UnexpectedAnswer", "shapes"]
