"""What people try who mean harm: tokens, sizes, paths, and texts that want to be code."""

from __future__ import annotations

import base64
import json
import re

import pytest
from fastapi.testclient import TestClient
from joserfc import jwt
from joserfc.jwk import OctKey, OKPKey
from tests.api.conftest import HERE, CheckedClient, document
from tests.api.test_authorisation import (
    _MODELS,
    DOCUMENT,
    GUARDED,
    OPERATIONS,
    World,
    _ask,
    _body,
    _ids,
)
from tests.identity.conftest import quick_hashes

from trivium import testing
from trivium.api import create_app

_ = quick_hashes
_PASSWORD = "correct horse battery"
_ASKED = "/api/auth/me"
_KEPT = ("definitions", "instances", "tasks", "users", "grants", "journal")
_TEXTS = (
    "' OR '1'='1",
    "x'; DROP TABLE tasks; --",
    '" OR 1=1 --',
    "1) UNION SELECT password_hash FROM users --",
    "%' ESCAPE '!' --",
    "{{7*7}}",
    "${7*7}",
    "#{T(java.lang.Runtime).getRuntime()}",
    "<script>alert(1)</script>",
    "%s%n%x",
    "../../etc/passwd",
    "\u0000",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "a" * 10_000,
)
_PLACE = re.compile(r"{\w+}")
_PATHS = (
    "..",
    "%2e%2e",
    "..%2f..%2f..%2fetc%2fpasswd",
    "%2fetc%2fpasswd",
    "..%5c..%5cwindows",
    "%00",
    "x%00.bpmn",
    "%0d%0aSet-Cookie:%20a=b",
    "%ff%fe",
    "%252e%252e%252f",
    "a" * 5_000,
    "*",
)


@pytest.fixture(scope="module")
def world():
    with testing.engine() as engine:
        made = World(engine)
        made.identity.users.add("mary", tenant="north", password=_PASSWORD)
        app = create_app(engine, identity=made.identity, work=made.work, largest_body_bytes=100_000)
        with CheckedClient(app, client=HERE, raise_server_exceptions=False) as made.http:
            yield made


def _counts(world):
    with world.engine.database.reading() as connection:
        return {
            name: connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one()  # noqa: S608  # our own
            for name in _KEPT
        }


# -- tokens


def _claims(world, **changes):
    token = _token(world)
    body = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))) | changes


def _token(world):
    return world.identity.sign_in.with_password("mary", _PASSWORD).access_token


def _signed(world, claims, key=None, **header):
    kid, own = world.identity.keys.signing()
    return jwt.encode(
        {"alg": "Ed25519", "kid": kid, **header},
        claims,
        key or own,
        algorithms=["Ed25519", "HS256"],
    )


def _unsigned(world):
    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    kid, _ = world.identity.keys.signing()
    return f"{part({'alg': 'none', 'kid': kid})}.{part(_claims(world))}."


def _with_public_key_as_secret(world):
    public = world.identity.keys.public()["keys"][0]["x"]
    secret = OctKey.import_key(public)
    return _signed(world, _claims(world), secret, alg="HS256")


def _of_over_session(world):
    token = _token(world)
    principal = world.identity.principals.of_token(token)
    world.identity.sign_in.end_session(principal.session)
    return token


_BAD = {
    "expired": lambda world: _signed(world, _claims(world, exp=1)),
    "for ever": lambda world: _signed(world, _claims(world, exp=None)),
    "other key": lambda world: _signed(world, _claims(world), OKPKey.generate_key("Ed25519")),
    "unknown key": lambda world: _signed(world, _claims(world), kid="x' OR '1'='1"),
    "unsigned": _unsigned,
    "public key as secret": _with_public_key_as_secret,
    "wrong audience": lambda world: _signed(world, _claims(world, aud="other")),
    "wrong issuer": lambda world: _signed(world, _claims(world, iss="other")),
    "list of audiences": lambda world: _signed(world, _claims(world, aud=["trivium", "other"])),
    "session of nobody": lambda world: _signed(world, _claims(world, sid="none")),
    "session that is over": _of_over_session,
    "no user": lambda world: _signed(world, _claims(world, sub="nobody", sid="none")),
    "cut": lambda world: _token(world)[:-10],
    "doubled": lambda world: f"{_token(world)} {_token(world)}",
    "large": lambda _: "a" * 60_000,
    "no token": lambda _: "",
    "unknown API key": lambda _: "tvm_" + "a" * 40,
}


@pytest.mark.parametrize("kind", _BAD)
def test_bad_token_is_refused(world, kind):
    assert world.http.get(_ASKED, headers=_bearer(_token(world))).status_code == 200
    answer = world.http.get(_ASKED, headers=_bearer(_BAD[kind](world)))
    assert answer.status_code == 401, answer.text
    assert answer.headers["www-authenticate"] == "Bearer"
    assert _token(world) not in answer.text


@pytest.mark.parametrize("name", GUARDED)
def test_token_of_another_key_opens_nothing(world, name):
    if not hasattr(world, "forged"):
        world.forged = _BAD["other key"](world)
    world.keys["forger"] = world.forged
    answer = _ask(world, name, "forger")
    assert (answer.status_code, answer.json()["code"]) == (401, "identity/bad-token")


def test_user_who_may_not_sign_in_any_more_is_refused_with_a_good_token(world):
    world.identity.users.add("leaver", tenant="north", password=_PASSWORD)
    token = world.identity.sign_in.with_password("leaver", _PASSWORD).access_token
    assert world.http.get(_ASKED, headers=_bearer(token)).status_code == 200
    world.identity.users.set_state("leaver", "disabled")
    assert world.http.get(_ASKED, headers=_bearer(token)).status_code == 401


def _bearer(token):
    return {"Authorization": f"Bearer {token}"}


# -- sizes


_WRITES = sorted(name for name, (method, _) in OPERATIONS.items() if method in {"post", "put"})


@pytest.mark.parametrize("name", _WRITES)
def test_body_that_is_too_large_is_refused(world, name):
    method, template = OPERATIONS[name]
    if "requestBody" not in DOCUMENT["paths"][template][method]:
        return
    path = template.format_map(_ids(world, name))
    kind = "application/xml" if name in _MODELS else "application/json"
    headers = world.headers("north-admin") | {"content-type": kind}
    for content in (b"[" * 200_000, iter([b'{"a":"', b"x" * 150_000, b'"}'])):
        answer = world.http.request(method.upper(), path, content=content, headers=headers)
        assert answer.status_code in {403, 413}, answer.text


@pytest.mark.parametrize("name", ["X-User", "Idempotency-Key", "X-Correlation-Id", "Cookie"])
def test_header_that_is_too_large_harms_nobody(world, name):
    headers = world.headers("north-admin") | {name: "x" * 50_000}
    answer = world.http.post("/api/processes/signals", json={"name": "s"}, headers=headers)
    assert answer.status_code < 500
    assert "x" * 1000 not in str(answer.headers)


def test_body_that_nests_without_end_is_refused(world):
    headers = world.headers("north-admin") | {"content-type": "application/json"}
    nested = b'{"process_definition_key": "work", "variables": {"a": %s}}' % (
        b"[" * 40_000 + b"]" * 40_000
    )
    answer = world.http.post("/api/processes/instances", content=nested, headers=headers)
    assert answer.status_code in {400, 413, 422}, answer.text


# -- paths


_WITH_PLACES = sorted(name for name, (_, path) in OPERATIONS.items() if "{" in path)


@pytest.mark.parametrize("name", _WITH_PLACES)
def test_path_that_wants_to_lead_elsewhere_leads_nowhere(world, name):
    method, template = OPERATIONS[name]
    for trick in _PATHS:
        path = _PLACE.sub(trick, template)
        for user in ("north-admin", "clerk"):
            answer = TestClient.request(
                world.http, method.upper(), path, headers=world.headers(user), json={}
            )
            assert answer.status_code < 500, (path, answer.text)
            assert "root:" not in answer.text
            assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        "/../etc/passwd",
        "/docs/../../etc/passwd",
        "/docs/%2e%2e/%2e%2e/etc/passwd",
        "//api/users",
        "/api//users",
        "/api/users/",
        "/API/users",
        "/api/users;x=1",
        "/api/users%00",
        "/./api/users",
    ],
)
def test_door_is_not_walked_around(world, path):
    answer = TestClient.request(world.http, "GET", path)
    assert answer.status_code in {400, 401, 404, 405, 307, 200}, answer.text
    assert "north-admin" not in answer.text
    assert "root:" not in answer.text


# -- texts


def _texts(operation):
    """The parameters in the query that take text."""
    for each in operation.get("parameters", ()):
        kinds = str(each["schema"])
        if each["in"] == "query" and "'string'" in kinds and "'enum'" not in kinds:
            yield each["name"]


@pytest.mark.parametrize("name", GUARDED)
def test_text_in_a_query_is_text(world, name):
    method, template = OPERATIONS[name]
    if method != "get":
        return
    path = template.format_map(_ids(world, name))
    before = _counts(world)
    for parameter in _texts(DOCUMENT["paths"][template][method]):
        for text in _TEXTS:
            answer = world.http.get(
                path, params={parameter: text}, headers=world.headers("south-admin")
            )
            assert answer.status_code < 500, (parameter, text, answer.text)
            assert "clerk" not in answer.text, (parameter, text)
            assert "argon2" not in answer.text
    assert _counts(world) == before


_CHANGES_WHO_ASKS = frozenset({"changeOwnPassword", "removeUser", "revokeApiKey", "setUserRoles"})
_WITH_BODIES = [
    name for name in GUARDED if name not in _CHANGES_WHO_ASKS and OPERATIONS[name][0] != "get"
]


def _places(value, at=()):
    """Where texts are in a body."""
    if isinstance(value, str):
        yield at
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _places(each, (*at, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _places(each, (*at, index))


def _with(value, at, text):
    if not at:
        return text
    copied = value.copy()
    copied[at[0]] = _with(copied[at[0]], at[1:], text)
    return copied


@pytest.mark.parametrize("name", _WITH_BODIES)
def test_text_in_a_body_is_text(world, name):
    method, template = OPERATIONS[name]
    body = _body(world, name)
    path = template.format_map(_ids(world, name))
    takes = str(document()["paths"][template][method].get("parameters"))
    params = {"dry_run": "true"} if "dry_run" in takes else {}
    before = _counts(world)
    for at in _places(body or {}):
        for text in _TEXTS:
            answer = world.http.request(
                method.upper(),
                path,
                params=params,
                json=_with(body, at, text),
                headers=world.headers("north-admin"),
            )
            assert answer.status_code < 500, (at, text, answer.text)
            if "{7*7}" in text:
                assert '"49"' not in answer.text
    after = _counts(world)
    assert all(after[name] >= before[name] for name in _KEPT)
