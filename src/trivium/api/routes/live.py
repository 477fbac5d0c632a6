"""`/ws/monitoring`, `/ws/tasks` and `/api/cases/{id}/events`: WebSockets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, WebSocket

from trivium.api.conversation import Conversation, Subscribe, Topic
from trivium.api.schemas.live import CaseState, InboxState, MonitoringState

if TYPE_CHECKING:
    from trivium.api.live import Wanted
    from trivium.engine import Engine
    from trivium.identity import Principal

router = APIRouter()


@router.websocket("/ws/monitoring")
async def monitor(socket: WebSocket) -> None:
    """Everything that happens, to everybody as far as they may see it."""
    await Conversation(socket, Topic(_monitoring, Subscribe.wanted)).run()


@router.websocket("/ws/tasks")
async def follow_tasks(socket: WebSocket) -> None:
    """What happens to somebody's own tasks, or to all that they may see."""
    await Conversation(socket, Topic(_inbox, _tasks)).run()


@router.websocket("/api/cases/{case_id}/events")
async def follow_case(socket: WebSocket, case_id: str) -> None:
    """What happens in a case and in what it called."""

    def state(engine: Engine, _principal: Principal, _asked: Subscribe) -> Any:
        return CaseState.read(engine, case_id)

    def wanted(asked: Subscribe) -> Wanted:
        return asked.wanted()._replace(instance_ids=frozenset({case_id}))

    def root_id(engine: Engine) -> str:
        return engine.instances.get(case_id).root_id

    await Conversation(socket, Topic(state, wanted, root_id)).run()


def _monitoring(engine: Engine, _principal: Principal, _asked: Subscribe) -> Any:
    return MonitoringState.read(engine)


def _inbox(engine: Engine, principal: Principal, asked: Subscribe) -> Any:
    groups = principal.groups | set(asked.candidate_groups)
    user = None if asked.scope == "visible" else principal.user
    return InboxState.read(engine, user, sorted(groups))


def _tasks(asked: Subscribe) -> Wanted:
    return asked.wanted()._replace(tasks_only=True, mine_only=asked.scope == "mine")
