"""Every operation, asked for by nobody, by who may not, by another tenant, and by who may."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient
from tests.api.conftest import HERE
from tests.identity.conftest import AT_ONCE, SECRET, quick_hashes
from tests.models import bpmn, chain

from trivium import testing
from trivium.api import create_app
from trivium.api.exact import ExactRoute
from trivium.api.routes import ROUTERS
from trivium.api.rules import RULES, Reach
from trivium.engine.acting import acting_as
from trivium.identity import Identity
from trivium.identity.authorisation import Authorisation
from trivium.work import Work

_ = quick_hashes
_PROCESS = chain('<userTask id="ask" camunda:candidateGroups="clerks"/>', key="work")
_JOBS = chain('<serviceTask id="ship" camunda:type="external" camunda:topic="ship"/>', key="jobs")
_TROUBLE = bpmn(
    '<startEvent id="start"/><exclusiveGateway id="choose"/><endEvent id="end"/>'
    '<endEvent id="never"/>\n'
    "start -> choose\nchoose -> end : amount > 10\nchoose -> never : amount > 100",
    key="trouble",
)
_OVER = bpmn('<startEvent id="start"/><endEvent id="end"/>\nstart -> end', key="over")
_CASE = b"""<definitions xmlns="http://www.omg.org/spec/CMMN/20151109/MODEL"><case id="c" name="C">
<caseFileModel><caseFileItem id="report" name="report"/></caseFileModel><casePlanModel id="plan">
<planItem id="free" definitionRef="task"><itemControl><manualActivationRule/></itemControl></planItem>
<planItem id="bell" definitionRef="listener"/>
<planningTable id="t"><discretionaryItem id="extra" definitionRef="task"/></planningTable>
<humanTask id="task"/><userEventListener id="listener"/>
</casePlanModel></case></definitions>"""
_DECISION = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d"
namespace="n"><decision id="rate" name="rate"><variable name="rate"/><literalExpression><text>1 + 1</text>
</literalExpression></decision></definitions>"""
_MESSAGE = bpmn(
    '<startEvent id="start"><messageEventDefinition messageRef="m"/></startEvent><endEvent id="end"/>\n'
    "start -> end",
    key="by-message",
    roots='<message id="m" name="hello"/>',
)
_OFFICE = {"zone": "Europe/Berlin", "hours": {"monday-friday": "09:00-17:00"}}
_TARGET = {"target": "PT4H", "measure": "working", "calendar": "office"}
_RULE = {"strategies": ["round-robin"]}
_AWAY = (datetime(2099, 1, 1, tzinfo=UTC), datetime(2099, 2, 1, tzinfo=UTC))
_XML = {"content-type": "application/xml"}


class World:
    """Two tenants; the northern one has something of everything."""

    def __init__(self, engine):
        self.engine = engine
        self.identity = identity = Identity(engine.database, engine.clock, SECRET, AT_ONCE)
        identity.users.add("root", roles=["admin"])
        for tenant in ("north", "south"):
            identity.tenants.add(tenant)
            identity.users.add(f"{tenant}-admin", tenant=tenant, roles=["admin"])
        identity.users.add("clerk", tenant="north")
        identity.users.add("robot", tenant="north", kind="service")
        identity.groups.add("sales", tenant="north")
        self.keys = {
            user: identity.api_keys.add(user, "test").key
            for user in ("root", "north-admin", "south-admin", "clerk")
        }
        self.work = Work(engine)
        self._plan()
        with self.acting("north-admin"):
            self._fill()
        engine.run_until_idle()
        clocks = {each.definition: each.id for each in self.work.clocks.query()}
        self.clock = clocks["work"]

    def acting(self, user):
        return acting_as(Authorisation(self.identity.principals.of_user(user)))

    def _plan(self):
        work = self.work
        work.calendars.put({**_OFFICE, "key": "office"}, tenant="north")
        work.targets.put({**_TARGET, "key": "answer"}, tenant="north")
        work.targets.put({**_TARGET, "key": "closed", "scope": "instance"}, tenant="north")
        work.rules.put({**_RULE, "key": "turns"}, tenant="north")
        self.absence = work.people.add_absence("clerk", *_AWAY, tenant="north").id

    def _fill(self):
        engine = self.engine
        models = (_PROCESS, _JOBS, _TROUBLE, _OVER, _CASE, _DECISION, _MESSAGE)
        for model in models:
            engine.deploy(model)
        self.instance = engine.start("work").id
        self.over = engine.start("over").id
        engine.start("jobs")
        self.troubled = engine.start("trouble", {"amount": 1}).id
        self.case = engine.cases.start("c").id
        self.task = engine.tasks.query(self.instance)[0].id
        self.job = engine.jobs.activate("ship", "w")[0].id
        self.incident = engine.incidents.query()[0].id
        found = {each.key: each.id for each in engine.definitions.query()}
        self.definition, self.unused = found["work"], found["by-message"]
        self.batch = engine.batches.suspend([self.instance]).id
        engine.decisions.evaluate("rate")
        self.key_id = self.identity.api_keys.add("robot", "one").info.id
        grant = self.identity.grants.add(
            "read", "case", "c", subject_kind="user", subject="clerk", tenant="north"
        )
        self.grant_id = grant.id
        self.identity.grants.remove(grant.id)

    def headers(self, user):
        return {} if user is None else {"Authorization": f"Bearer {self.keys[user]}"}


@pytest.fixture(scope="module")
def world():
    with testing.engine() as engine:
        made = World(engine)
        app = create_app(engine, identity=made.identity, work=made.work)
        with TestClient(app, client=HERE) as made.http:
            yield made


def _document():
    with testing.engine() as engine:
        return create_app(engine).openapi()


DOCUMENT = _document()
OPERATIONS = {
    operation["operationId"]: (method, path)
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
}
GUARDED = sorted(name for name in OPERATIONS if RULES[name].reach is not Reach.PUBLIC)


def test_every_operation_has_a_rule_and_every_rule_an_operation():
    assert set(OPERATIONS) == set(RULES)


def test_every_operation_is_behind_the_door():
    for router in ROUTERS:
        for route in router.routes:
            assert isinstance(route, ExactRoute), route.path


def test_document_tells_the_rules():
    for name, (method, path) in OPERATIONS.items():
        operation = DOCUMENT["paths"][path][method]
        assert operation["x-rule"] == RULES[name].text
        is_public = RULES[name].reach is Reach.PUBLIC
        assert operation["security"] == ([] if is_public else [{"token": []}])
        assert is_public or {"401", "403"} <= set(operation["responses"])


def _ids(world, name):
    """What stands in the place of the parameters of a path."""
    keys = {"Calendar": "office", "Time": "office", "Target": "answer", "Rule": "turns"}
    instance = {"restartInstance": world.over, "getInstanceIncidents": world.troubled}
    return {
        "definition_id": world.unused if name == "deleteDefinition" else world.definition,
        "instance_id": instance.get(name, world.instance),
        "process_id": world.instance,
        "task_id": world.task,
        "job_id": world.job,
        "incident_id": world.incident,
        "batch_id": world.batch,
        "case_id": world.case,
        "plan_item_id": "free",
        "item": "report" if name == "changeCaseFile" else "free",
        "transition": "manualStart",
        "operation": "create",
        "what": "suspend",
        "key": next((key for kind, key in keys.items() if kind in name), "rate"),
        "clock_id": world.clock,
        "absence_id": world.absence,
        "topic": "ship",
        "user": "clerk",
        "name": "amount",
        "user_id": "clerk",
        "group_id": "sales",
        "member_kind": "user",
        "member_id": "clerk",
        "grant_id": world.grant_id,
        "key_id": world.key_id,
        "session_id": "none",
    }


def _body(world, name):
    ids = {"source_definition_id": world.definition, "target_definition_id": world.definition}
    bodies = {
        "startInstance": {"process_definition_key": "work"},
        "startProcess": {"journey_id": "work"},
        "abortProcess": {},
        "startCase": {"case_definition_key": "c"},
        "suspendDefinition": {"suspended": False},
        "suspendInstance": {"suspended": False},
        "modifyInstance": {"instructions": [{"type": "startBeforeActivity", "activity_id": "ask"}]},
        "restartInstance": {},
        "setVariables": {"variables": {"amount": 3}},
        "planMigration": ids,
        "migrateInstances": {**ids, "process_instance_ids": [world.instance]},
        "createBatch": {"type": "suspend", "process_instance_ids": [world.instance]},
        "updateTask": {"priority": 7},
        "completeTask": {},
        "claimTask": {},
        "assignTask": {"user_id": "clerk"},
        "delegateTask": {"user_id": "clerk"},
        "resolveTask": {},
        "throwTaskError": {"error_code": "e"},
        "correlateMessage": {"name": "hello"},
        "broadcastSignal": {"name": "fire"},
        "activateJobs": {"topics": ["ship"], "worker": "w"},
        "completeJob": {"lease": 1},
        "failJob": {"lease": 1, "error_message": "no"},
        "throwJobError": {"lease": 1, "error_code": "e"},
        "extendJob": {"lease": 1, "lease_for": "PT1M"},
        "retryIncident": {"variables": {"amount": 11}},
        "resolveIncident": {"resolution_type": "skip"},
        "commentIncident": {"message": "hm"},
        "assignIncident": {"to": "clerk"},
        "escalateIncident": {"to": "clerk"},
        "evaluateDecision": {"inputs": {}},
        "testDecision": {"cases": []},
        "transitionPlanItem": {},
        "transitionCase": {"status": "suspended"},
        "planItem": {"plan_item_id": "extra"},
        "occurCaseEvent": {"plan_item_id": "bell"},
        "changeCaseFile": {"value": 1},
        "operateCase": {},
        "limitTopic": {"at_once": 5},
        "addPlanItem": {"name": "Call back"},
        "putCalendar": _OFFICE,
        "putTarget": _TARGET,
        "putRule": _RULE,
        "addAbsence": {
            "user": "clerk",
            "start": "2098-01-01T00:00:00Z",
            "end": "2098-02-01T00:00:00Z",
        },
        "putProfile": {"capacity": 3},
        "holdClock": {"reason": "customer"},
        "releaseClock": {"reason": "customer"},
        "changeOwnPassword": {"old_password": "x" * 12, "new_password": "y" * 12},
        "confirmSecondFactor": {"code": "000000"},
        "giveUpSecondFactor": {"code": "000000"},
        "addUser": {"id": "somebody"},
        "changeUser": {"name": "Clerk"},
        "setUserGroups": {"names": []},
        "setUserRoles": {"names": []},
        "setUserPassword": {"password": "a good password"},
        "setUserState": {"state": "active"},
        "addGroup": {"id": "somegroup"},
        "changeGroup": {"name": "Sales"},
        "addGrant": {
            "subject_kind": "user",
            "subject_id": "robot",
            "permission": "read",
            "resource_kind": "definition",
            "resource_id": "work",
        },
        "addApiKey": {"user_id": "robot", "name": "another"},
        "addTenant": {"id": "west"},
    }
    return bodies.get(name)


_MODELS = {
    "updateDefinition": _PROCESS,
    "deployDefinitions": chain('<userTask id="x"/>', key="work"),
    "validateDefinitions": _PROCESS,
    "deployDecisions": _DECISION,
}


def _ask(world, name, user):
    method, template = OPERATIONS[name]
    path = template.format_map(_ids(world, name))
    headers = world.headers(user)
    is_tried = "dry_run" in str(DOCUMENT["paths"][template][method].get("parameters"))
    options = {"params": {"dry_run": "true"}} if is_tried else {}
    if name == "reckonTime":
        options["params"] = {"start": "2026-01-16T15:00:00Z", "duration": "PT4H"}
    if name in _MODELS:
        options |= {"content": _MODELS[name]}
        headers = headers | _XML
    elif _body(world, name) is not None:
        options |= {"json": _body(world, name)}
    return world.http.request(method.upper(), path, headers=headers, **options)


@pytest.mark.parametrize("name", GUARDED)
def test_nobody_is_refused(world, name):
    answer = _ask(world, name, None)
    assert (answer.status_code, answer.json()["code"]) == (401, "identity/not-authenticated")


_SHOWS_ONESELF = frozenset({"getMe", "listSessions"})
_OF_NOTHING = frozenset({"validateDefinitions"})
"""What concerns nothing that anybody has."""
_OWN = frozenset(name for name in RULES if RULES[name].reach is Reach.SIGNED_IN)


@pytest.mark.parametrize("name", [name for name in GUARDED if name not in _OWN])
def test_wrong_role_is_refused_or_sees_nothing(world, name):
    _refused_or_empty(_ask(world, name, "clerk"))


_TO_ONESELF = frozenset({"listUsers", "listGrants", "listApiKeys", "listGroups", "getPeopleRecord"})
_NEW = frozenset(
    {
        *("addUser", "addGroup", "broadcastSignal", "activateJobs"),
        *("putCalendar", "putTarget", "putRule"),
    }
)
"""What an admin of another tenant may do in that tenant."""


@pytest.mark.parametrize("name", [name for name in GUARDED if name not in _OWN | _NEW])
def test_wrong_tenant_is_refused_or_sees_nothing(world, name):
    answer = _ask(world, name, "south-admin")
    if name in _TO_ONESELF:
        assert answer.status_code == 200
        for mark in ("north", "clerk", "robot", "sales"):
            assert mark not in answer.text
        return
    _refused_or_empty(answer)
    if RULES[name].reach is Reach.WITHIN and answer.status_code >= 400:
        assert answer.status_code in {404, 409}, answer.text


def test_signals_and_workers_do_not_reach_another_tenant(world):
    headers = world.headers("south-admin")
    wanted = {"topics": ["ship"], "worker": "south"}
    with world.acting("north-admin"):
        world.engine.start("jobs")
    jobs = world.http.post("/api/processes/jobs/activate", json=wanted, headers=headers)
    assert jobs.json()["jobs"] == []
    sent = world.http.post("/api/processes/signals", json={"name": "fire"}, headers=headers)
    assert sent.json()["receivers"] == 0
    again = world.http.post(
        "/api/processes/jobs/activate", json=wanted, headers=world.headers("north-admin")
    )
    assert len(again.json()["jobs"]) == 1


def _refused_or_empty(answer):
    if answer.status_code < 400:
        assert answer.status_code == 200
        found = answer.json()
        assert found.get("items", []) == [], found
        assert not _numbers_in(found), found
    else:
        assert answer.status_code in {403, 404, 409}, answer.text
        if answer.status_code == 409:
            assert answer.json()["code"] == "definition/key-taken"


def _numbers_in(found):
    """All that somebody who sees nothing is counted: nothing."""
    if isinstance(found, dict):
        return sum(map(_numbers_in, found.values()))
    if isinstance(found, list):
        return sum(map(_numbers_in, found))
    return found if isinstance(found, int) else 0


_ABSENT = frozenset(
    {"getDefinitionDiagram", "endSession", "removeGrant", "getVariable", "takeMember"}
)
"""There is nothing to find, and who may is told so."""
_EMPTY = frozenset({"listGrants", "listSessions", "listBottlenecks", "listProcessBottlenecks"})
"""The lists in which there is nothing: a key has no sessions, the only grant was taken back, no time went by."""
_OVER_ALL = frozenset(name for name in RULES if RULES[name].reach is Reach.OVER_ALL)
_LAST = frozenset(
    {
        *("removeUser", "removeGroup", "revokeApiKey"),
        *("deleteCalendar", "deleteTarget", "deleteRule", "deleteAbsence"),
    }
)


@pytest.mark.parametrize(
    "name", sorted(set(GUARDED) - {"changeOwnPassword", "confirmSecondFactor"} - _LAST)
)
def test_right_role_gets_through(world, name):
    user = "root" if name in _OVER_ALL else "north-admin"
    answer = _ask(world, name, user)
    assert answer.status_code < 500
    assert answer.status_code not in {401, 403}, answer.text
    if name not in _ABSENT:
        assert answer.status_code != 404, answer.text
    if name.startswith("list") and name not in _EMPTY:
        assert answer.json()["topics" if name == "listTopics" else "items"], answer.text


@pytest.mark.parametrize("name", sorted(GUARDED))
def test_who_runs_the_installation_gets_through(world, name):
    if name in {"changeOwnPassword", "confirmSecondFactor"} | _LAST:
        return
    answer = _ask(world, name, "root")
    assert answer.status_code < 500
    assert answer.status_code not in {401, 403}, answer.text
