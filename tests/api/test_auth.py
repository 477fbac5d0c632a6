"""Signing in over HTTP, and looking after people."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest
from fastapi.testclient import TestClient
from tests.api.conftest import HERE, CheckedClient
from tests.identity.conftest import AT_ONCE, SECRET, quick_hashes
from tests.models import chain

from trivium.api import create_app
from trivium.identity import Identity
from trivium.kernel.moments import from_ms

PASSWORD = "correct horse"
_ = quick_hashes


@pytest.fixture
def identity(engine):
    found = Identity(engine.database, engine.clock, SECRET, AT_ONCE)
    found.users.add("root", password=PASSWORD, roles=["admin"])
    found.users.add("mary", password=PASSWORD)
    return found


@pytest.fixture
def http(engine, identity):
    with CheckedClient(create_app(engine, identity=identity), client=HERE) as client:
        yield client


@pytest.fixture
def signed_in(http):
    """Signs somebody in; gives the headers of their requests."""

    def run(user="root"):
        answer = http.post("/api/auth/token", json={"username": user, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        return {"Authorization": f"Bearer {answer.json()['access_token']}"}

    return run


def test_nobody_gets_in_without_a_token(http):
    answer = http.get("/api/processes/tasks")
    assert (answer.status_code, answer.json()["code"]) == (401, "identity/not-authenticated")
    assert answer.headers["www-authenticate"] == "Bearer"
    answer = http.get("/api/processes/tasks", headers={"X-User": "root"})
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "header", ["Bearer nonsense", "Basic cm9vdDpyb290", "Bearer ", "Bearer tvm_x"]
)
def test_strange_tokens_are_refused(http, header):
    answer = http.get("/api/processes/tasks", headers={"Authorization": header})
    assert (answer.status_code, answer.json()["code"]) == (401, "identity/bad-token")


def test_body_of_a_stranger_is_not_read(http):
    def body():
        yield b"{"
        raise AssertionError("it was read")

    answer = http.post(
        "/api/processes/signals", content=body(), headers={"content-type": "application/json"}
    )
    assert answer.status_code == 401


def test_name_of_another_is_refused_with_a_token(http, signed_in):
    answer = http.get("/api/processes/tasks", headers={**signed_in(), "X-User": "mary"})
    assert (answer.status_code, answer.json()["code"]) == (403, "identity/header-not-trusted")


def test_me_says_who_one_is(http, signed_in):
    me = http.get("/api/auth/me", headers=signed_in("mary")).json()
    assert (me["user_id"], me["is_admin"], me["development"]) == ("mary", False, False)


def test_refresh_token_in_a_cookie_is_not_for_pages(http):
    wanted = {"username": "mary", "password": PASSWORD, "cookie": True}
    answer = http.post("/api/auth/token", json=wanted)
    assert answer.json()["refresh_token"] is None
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "path=/api/auth" in cookie
    assert http.post("/api/auth/refresh").json()["user_id"] == "mary"
    elsewhere = http.post("/api/auth/refresh", headers={"Origin": "https://elsewhere.example"})
    assert elsewhere.status_code == 403
    assert http.post("/api/auth/logout").status_code == 204
    assert http.post("/api/auth/refresh").status_code == 401


def test_cookie_is_for_https_alone_where_there_is_https(engine, identity):
    app = create_app(engine, identity=identity)
    with TestClient(app, base_url="https://work.example", client=HERE) as client:
        wanted = {"username": "mary", "password": PASSWORD, "cookie": True}
        answer = client.post("/api/auth/token", json=wanted)
        assert "secure" in answer.headers["set-cookie"].lower()
    assert answer.headers["cache-control"] == "no-store"


def test_second_factor_over_http(http, signed_in, engine):
    headers = signed_in("mary")
    secret = http.post("/api/auth/mfa/totp", headers=headers).json()["secret"]

    def code():
        return pyotp.TOTP(secret).at(from_ms(engine.clock.now_ms()))

    answer = http.post("/api/auth/mfa/totp/confirm", headers=headers, json={"code": code()})
    assert len(answer.json()["recovery_codes"]) == 10
    engine.test_clock.advance(timedelta(seconds=30))
    answer = http.post("/api/auth/token", json={"username": "mary", "password": PASSWORD})
    assert answer.status_code == 202
    challenge = answer.json()["challenge"]
    wrong = http.post("/api/auth/mfa", json={"challenge": challenge, "code": "000000"})
    assert (wrong.status_code, wrong.json()["code"]) == (401, "identity/wrong-credentials")
    right = http.post("/api/auth/mfa", json={"challenge": challenge, "code": code()})
    assert right.json()["user_id"] == "mary"
    engine.test_clock.advance(timedelta(seconds=30))
    gone = http.post("/api/auth/mfa/totp/give-up", headers=headers, json={"code": code()})
    assert gone.status_code == 204


def test_too_many_attempts_say_when_to_try_again(http):
    wrong = {"username": "mary", "password": "wrong horse"}
    for _each in range(5):
        assert http.post("/api/auth/token", json=wrong).status_code == 401
    answer = http.post("/api/auth/token", json=wrong)
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "1"


def test_one_time_password_is_changed_first(http, identity, signed_in):
    identity.users.set_password("mary", PASSWORD, must_change=True)
    headers = signed_in("mary")
    answer = http.get("/api/processes/tasks", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "identity/password-due")
    assert http.get("/api/auth/me", headers=headers).json()["must_change_password"]
    changed = http.post(
        "/api/auth/password",
        headers=headers,
        json={"old_password": PASSWORD, "new_password": "another horse"},
    )
    headers = {"Authorization": f"Bearer {changed.json()['access_token']}"}
    assert http.get("/api/processes/tasks", headers=headers).status_code == 200


def test_sessions_are_listed_and_ended(http, signed_in):
    first, second = signed_in("mary"), signed_in("mary")
    found = http.get("/api/auth/sessions", headers=first).json()["items"]
    assert [each["is_this"] for each in found].count(True) == 1
    other = next(each["id"] for each in found if not each["is_this"])
    assert http.delete(f"/api/auth/sessions/{other}", headers=first).status_code == 204
    assert http.get("/api/auth/me", headers=second).status_code == 401
    own = next(each["id"] for each in found if each["is_this"])
    stranger = signed_in("mary")
    assert http.delete("/api/auth/sessions/none", headers=stranger).status_code == 404
    assert http.delete(f"/api/auth/sessions/{own}", headers=stranger).status_code == 204


def test_people_are_looked_after(http, signed_in, identity):
    admin = signed_in()
    group = {"id": "accounting", "name": "Accounting", "roles": ["clerk"]}
    assert http.post("/api/groups", headers=admin, json=group).status_code == 201
    user = {"id": "tom", "password": PASSWORD, "groups": ["accounting"], "manager_id": "mary"}
    added = http.post("/api/users", headers=admin, json=user)
    assert added.json()["groups"] == ["accounting"]
    assert http.post("/api/users", headers=admin, json=user).json()["code"] == "identity/name-taken"
    changed = http.patch("/api/users/tom", headers=admin, json={"name": "Tom"})
    assert (changed.json()["name"], changed.json()["manager_id"]) == ("Tom", "mary")
    roles = http.put("/api/users/tom/roles", headers=admin, json={"names": ["operator"]})
    assert roles.json()["roles"] == ["operator"]
    assert http.get("/api/users?text=TOM", headers=admin).json()["items"][0]["id"] == "tom"
    assert http.get("/api/groups/accounting", headers=admin).json()["users"] == ["tom"]
    state = http.put("/api/users/tom/state", headers=admin, json={"state": "disabled"})
    assert state.json()["state"] == "disabled"
    for path in ("tom/unlock",):
        assert http.post(f"/api/users/{path}", headers=admin).status_code == 204
    assert http.delete("/api/users/tom/mfa", headers=admin).status_code == 204
    assert http.delete("/api/users/tom", headers=admin).status_code == 204
    assert http.get("/api/users/tom", headers=admin).status_code == 404
    assert http.delete("/api/users/root", headers=admin).json()["code"] == "identity/last-admin"
    entries = http.get("/api/audit/people?target_id=tom&limit=1", headers=admin).json()
    assert entries["items"][0]["action"] == "remove"
    assert entries["next_before"] is not None
    assert {entry.actor for entry in identity.record(target="tom")} == {"root"}


def test_groups_are_nested_and_emptied(http, signed_in):
    admin = signed_in()
    for name in ("outer", "inner"):
        http.post("/api/groups", headers=admin, json={"id": name})
    assert http.put("/api/groups/outer/members/group/inner", headers=admin).status_code == 204
    circle = http.put("/api/groups/inner/members/group/outer", headers=admin)
    assert circle.json()["code"] == "identity/circle"
    assert http.get("/api/groups", headers=admin).json()["items"][1]["groups"] == ["inner"]
    assert http.patch("/api/groups/outer", headers=admin, json={"name": "O"}).json()["name"] == "O"
    assert http.delete("/api/groups/outer/members/group/inner", headers=admin).status_code == 204
    assert http.delete("/api/groups/outer", headers=admin).status_code == 204


def test_grants_and_keys_are_given_and_taken_back(http, signed_in):
    admin = signed_in()
    grant = {
        "subject_kind": "user",
        "subject_id": "mary",
        "permission": "read",
        "resource_kind": "definition",
        "resource_id": "invoice",
    }
    made = http.post("/api/grants", headers=admin, json=grant)
    assert made.status_code == 201
    assert http.get("/api/grants?subject_id=mary", headers=admin).json()["items"] == [made.json()]
    rights = http.get("/api/auth/me", headers=signed_in("mary")).json()["rights"]
    assert rights == [
        {"permission": "read", "resource_kind": "definition", "resources": ["invoice"]}
    ]
    assert http.delete(f"/api/grants/{made.json()['id']}", headers=admin).status_code == 204
    wish = {"user_id": "mary", "name": "script"}
    key = http.post("/api/api-keys", headers=admin, json=wish).json()
    by_key = {"Authorization": f"Bearer {key['key']}"}
    assert http.get("/api/auth/me", headers=by_key).json()["user_id"] == "mary"
    assert "key" not in http.get("/api/api-keys", headers=admin).json()["items"][0]
    assert http.delete(f"/api/api-keys/{key['id']}", headers=admin).status_code == 204
    assert http.get("/api/auth/me", headers=by_key).status_code == 401


def test_service_account_acts_for_others_with_a_grant(http, signed_in, identity):
    identity.users.add("portal", kind="service")
    key = identity.api_keys.add("portal", "web").key
    identity.grants.add(
        "work", "operation", "acting-for-others", subject_kind="user", subject="portal"
    )
    headers = {"Authorization": f"Bearer {key}", "X-User": "mary"}
    assert http.get("/api/auth/me", headers=headers).json()["user_id"] == "mary"
    for user in ("root", "nobody"):
        answer = http.get("/api/auth/me", headers={**headers, "X-User": user})
        assert answer.status_code == 403


def test_tenants_are_for_who_runs_the_installation(http, signed_in, identity):
    admin = signed_in()
    assert http.post("/api/tenants", headers=admin, json={"id": "north"}).status_code == 201
    assert [each["id"] for each in http.get("/api/tenants", headers=admin).json()["items"]] == [
        "north"
    ]
    identity.users.add("anna", password=PASSWORD, tenant="north", roles=["admin"])
    anna = signed_in("anna")
    assert http.get("/api/tenants", headers=anna).status_code == 403
    assert http.get("/api/users", headers=anna).json()["items"][0]["id"] == "anna"
    assert http.get("/api/users?tenant_id=south", headers=anna).status_code == 403
    assert http.get("/api/users/mary", headers=anna).status_code == 404


def test_nothing_about_people_is_tried_out(http, signed_in):
    answer = http.post("/api/users?dry_run=true", headers=signed_in(), json={"id": "tom"})
    assert answer.status_code == 422


def test_signing_keys_are_public_and_hold_nothing_private(http):
    keys = http.get("/api/auth/keys").json()["keys"]
    assert keys
    assert all("d" not in key for key in keys)


def test_health_says_whether_one_has_to_sign_in(http, engine):
    assert http.get("/health").json()["sign_in"] == "required"
    with TestClient(create_app(engine), client=HERE) as anybody:
        assert anybody.get("/health").json()["sign_in"] == "development"
        me = anybody.get("/api/auth/me", headers={"X-User": "tom"}).json()
        assert (me["user_id"], me["development"]) == ("tom", True)
        assert anybody.get("/api/auth/me").status_code == 401
        assert anybody.get("/api/auth/providers").json()["development"]


def test_strangers_are_told_nothing_of_what_is_there(http, engine):
    engine.deploy(chain('<userTask id="ask"/>', key="secret-process"))
    assert http.get("/health").json()["counts"] is None
    assert "secret-process" not in http.get("/").text
