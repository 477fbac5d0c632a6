"""Passwords, sessions, refresh tokens, second factors, API keys, waits."""

from __future__ import annotations

import base64
import json
from datetime import timedelta

import pyotp
import pytest
from pwdlib.hashers.argon2 import Argon2Hasher
from tests.identity.conftest import AT_ONCE, SECRET

from trivium.errors import InvalidInput, LimitExceeded, NotAuthenticated, NotPermitted, WrongState
from trivium.identity import Identity, IdentitySettings
from trivium.identity.infos import Challenge
from trivium.kernel.moments import from_ms
from trivium.store import tables
from trivium.store.identity import rows

PASSWORD = "correct horse"


def test_right_password_signs_in(identity, mary):
    tokens = identity.sign_in.with_password("mary", PASSWORD)
    assert identity.principals.of_token(tokens.access_token).user == "mary"
    assert identity.users.get("mary").last_sign_in_at is not None


@pytest.mark.parametrize(
    ("user", "password"), [("mary", "wrong horse"), ("nobody", PASSWORD), ("mary", "")]
)
def test_wrong_names_and_passwords_look_the_same(identity, mary, user, password):
    with pytest.raises(NotAuthenticated) as refusal:
        identity.sign_in.with_password(user, password)
    assert refusal.value.code == "identity/wrong-credentials"
    assert user not in refusal.value.message


def test_unknown_user_costs_a_hash_as_well(identity, mary, monkeypatch):
    calls = []
    hasher = identity.sign_in._passwords._hasher
    verify = hasher.verify_and_update
    monkeypatch.setattr(
        hasher, "verify_and_update", lambda *given: calls.append(given) or verify(*given)
    )
    for user in ("mary", "nobody"):
        with pytest.raises(NotAuthenticated):
            identity.sign_in.with_password(user, "wrong horse")
    assert len(calls) == 2


@pytest.mark.parametrize(
    "password", ["short", "x" * 1001, "mary is here", "1234567890", "aaaaaaaaaaaa"]
)
def test_weak_passwords_are_refused(identity, mary, password):
    with pytest.raises(InvalidInput) as refusal:
        identity.users.set_password("mary", password)
    assert refusal.value.code == "identity/weak-password"


def test_access_token_runs_out(identity, engine, mary):
    tokens = identity.sign_in.with_password("mary", PASSWORD)
    engine.test_clock.advance(timedelta(minutes=10))
    with pytest.raises(NotAuthenticated) as refusal:
        identity.principals.of_token(tokens.access_token)
    assert refusal.value.code == "identity/token-expired"


@pytest.mark.parametrize(
    "change", [lambda t: t[:-3] + "abc", lambda t: "x" + t, lambda _: "", lambda _: "a.b.c"]
)
def test_changed_token_is_refused(identity, mary, change):
    tokens = identity.sign_in.with_password("mary", PASSWORD)
    with pytest.raises(NotAuthenticated) as refusal:
        identity.principals.of_token(change(tokens.access_token))
    assert refusal.value.code == "identity/bad-token"


def test_token_of_another_installation_is_refused(identity, engine, mary):
    other = Identity(engine.database, engine.clock, SECRET, IdentitySettings(issuer="other"))
    tokens = other.sign_in.with_password("mary", PASSWORD)
    with pytest.raises(NotAuthenticated):
        identity.principals.of_token(tokens.access_token)


def test_unsigned_token_is_refused(identity, mary):
    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    claims = {
        "iss": "trivium",
        "aud": "trivium",
        "sub": "mary",
        "tid": "",
        "sid": "x",
        "exp": 2**40,
    }
    for header in ({"alg": "none"}, {"alg": "HS256", "kid": "x"}):
        with pytest.raises(NotAuthenticated):
            identity.principals.of_token(f"{part(header)}.{part(claims)}.")


def test_refresh_gives_a_new_pair_each_time(identity, mary):
    first = identity.sign_in.with_password("mary", PASSWORD)
    second = identity.sign_in.refresh(first.refresh_token)
    assert second.refresh_token != first.refresh_token
    third = identity.sign_in.refresh(second.refresh_token)
    assert identity.principals.of_token(third.access_token).user == "mary"


def test_refresh_token_that_comes_twice_ends_the_session_for_both(identity, mary):
    stolen = identity.sign_in.with_password("mary", PASSWORD)
    of_thief = identity.sign_in.refresh(stolen.refresh_token)
    with pytest.raises(NotAuthenticated):
        identity.sign_in.refresh(stolen.refresh_token)
    with pytest.raises(NotAuthenticated):
        identity.sign_in.refresh(of_thief.refresh_token)
    with pytest.raises(NotAuthenticated) as refusal:
        identity.principals.of_token(of_thief.access_token)
    assert refusal.value.code == "identity/session-over"
    assert "refresh-token-reused" in [entry.action for entry in identity.record()]


def test_refresh_token_runs_out(identity, engine, mary):
    tokens = identity.sign_in.with_password("mary", PASSWORD)
    engine.test_clock.advance(timedelta(days=14))
    with pytest.raises(NotAuthenticated):
        identity.sign_in.refresh(tokens.refresh_token)


def test_session_ends_however_often_it_is_refreshed(identity, engine, mary):
    tokens = identity.sign_in.with_password("mary", PASSWORD)
    for _ in range(5):
        engine.test_clock.advance(timedelta(days=11))
        tokens = identity.sign_in.refresh(tokens.refresh_token)
    engine.test_clock.advance(timedelta(days=11))
    with pytest.raises(NotAuthenticated):
        identity.sign_in.refresh(tokens.refresh_token)


def test_signing_out_ends_access_at_once(identity, mary):
    tokens = identity.sign_in.with_password("mary", PASSWORD)
    identity.sign_in.sign_out(tokens.refresh_token)
    identity.sign_in.sign_out("no such token")
    with pytest.raises(NotAuthenticated):
        identity.principals.of_token(tokens.access_token)
    with pytest.raises(NotAuthenticated):
        identity.sign_in.refresh(tokens.refresh_token)


@pytest.mark.parametrize("how", ["disable", "password"])
def test_all_sessions_end_with_the_password_and_the_user(identity, mary, how):
    identity.users.add("root", roles=["admin"])
    tokens = identity.sign_in.with_password("mary", PASSWORD)
    if how == "disable":
        identity.users.set_state("mary", "disabled")
    else:
        identity.users.set_password("mary", "another horse")
    with pytest.raises(NotAuthenticated):
        identity.principals.of_token(tokens.access_token)
    with pytest.raises(NotAuthenticated):
        identity.sign_in.refresh(tokens.refresh_token)


def test_another_node_notices_that_rights_have_changed(identity, engine, mary):
    node = Identity(engine.database, engine.clock, SECRET, AT_ONCE)
    tokens = identity.sign_in.with_password("mary", PASSWORD)
    assert not node.principals.of_token(tokens.access_token).roles
    identity.users.set_roles("mary", ["operator"])
    assert node.principals.of_token(tokens.access_token).roles == {"operator"}
    identity.sign_in.sign_out(tokens.refresh_token)
    with pytest.raises(NotAuthenticated):
        node.principals.of_token(tokens.access_token)


def test_keys_are_changed_without_anybody_noticing(identity, engine, mary):
    tokens = identity.sign_in.with_password("mary", PASSWORD)
    node = Identity(engine.database, engine.clock, SECRET, AT_ONCE)
    engine.test_clock.advance(timedelta(minutes=1))
    kid = identity.keys.rotate()
    assert node.principals.of_token(tokens.access_token).user == "mary"
    renewed = identity.sign_in.refresh(tokens.refresh_token)
    engine.test_clock.advance(timedelta(minutes=1))
    assert node.principals.of_token(renewed.access_token).user == "mary"
    assert kid in [key["kid"] for key in node.keys.public()["keys"]]
    assert all("d" not in key for key in node.keys.public()["keys"])


def test_signing_key_changes_by_itself(identity, engine, mary):
    first, _ = identity.keys.signing()
    engine.test_clock.advance(timedelta(days=31))
    second, _ = identity.keys.signing()
    assert first != second


def test_database_is_of_no_use_without_the_secret(identity, engine, mary):
    identity.sign_in.with_password("mary", PASSWORD)
    other = Identity(engine.database, engine.clock, SECRET[::-1], AT_ONCE)
    with pytest.raises(InvalidInput) as refusal:
        other.sign_in.with_password("mary", PASSWORD)
    assert refusal.value.code == "identity/other-secret"


def test_own_password_is_changed_by_who_knows_it(identity, mary):
    old = identity.sign_in.with_password("mary", PASSWORD)
    with pytest.raises(NotAuthenticated):
        identity.sign_in.change_own_password("mary", "wrong horse", "another horse", address=None)
    new = identity.sign_in.change_own_password("mary", PASSWORD, "another horse", address=None)
    assert identity.principals.of_token(new.access_token).user == "mary"
    with pytest.raises(NotAuthenticated):
        identity.principals.of_token(old.access_token)


def test_dated_hash_is_made_anew(identity, engine, mary):
    dated = Argon2Hasher(time_cost=2, memory_cost=32, parallelism=1).hash(PASSWORD)
    with identity._ledger.changing(None) as change:
        rows.change(change.connection, tables.users, {"id": "mary"}, password_hash=dated)
    identity.sign_in.with_password("mary", PASSWORD)
    with engine.database.reading() as connection:
        assert rows.one(connection, tables.users, id="mary")["password_hash"] != dated
    identity.sign_in.with_password("mary", PASSWORD)


# -- waits and limits


def _fail(identity, times, user="mary", address=None):
    for _ in range(times):
        with pytest.raises(NotAuthenticated):
            identity.sign_in.with_password(user, "wrong horse", address=address)


@pytest.mark.parametrize("user", ["mary", "nobody"])
def test_too_many_failures_make_one_wait_longer_and_longer(identity, engine, mary, user):
    _fail(identity, 5, user)
    for wait in (1, 2, 4, 8):
        with pytest.raises(LimitExceeded) as refusal:
            identity.sign_in.with_password(user, PASSWORD)
        assert refusal.value.facts["retry_after"] == wait
        engine.test_clock.advance(timedelta(seconds=wait))
        _fail(identity, 1, user)


def test_success_forgets_failures(identity, mary):
    _fail(identity, 4)
    identity.sign_in.with_password("mary", PASSWORD)
    _fail(identity, 4)
    identity.sign_in.with_password("mary", PASSWORD)


def test_wait_has_an_end_and_can_be_ended(identity, engine, mary):
    _fail(identity, 5)
    for _ in range(20):
        engine.test_clock.advance(timedelta(minutes=15))
        _fail(identity, 1)
    with pytest.raises(LimitExceeded) as refusal:
        identity.sign_in.with_password("mary", PASSWORD)
    assert refusal.value.facts["retry_after"] <= 15 * 60
    identity.users.unlock("mary")
    identity.sign_in.with_password("mary", PASSWORD)


def test_address_is_limited_over_all_nodes(identity, engine, mary):
    node = Identity(engine.database, engine.clock, SECRET, AT_ONCE)
    for number in range(30):
        each = (identity, node)[number % 2]
        with pytest.raises(NotAuthenticated):
            each.sign_in.with_password(f"guess{number}", "wrong horse", address="192.0.2.1")
    for each in (identity, node):
        with pytest.raises(LimitExceeded):
            each.sign_in.with_password("mary", PASSWORD, address="192.0.2.1")
    identity.sign_in.with_password("mary", PASSWORD, address="192.0.2.2")
    engine.test_clock.advance(timedelta(minutes=1))
    identity.sign_in.with_password("mary", PASSWORD, address="192.0.2.1")


# -- the second factor


@pytest.fixture
def factor(identity, engine, mary):
    """Gives the code of now; Mary has a second factor."""
    secret = identity.second_factor.enrol("mary").secret
    totp = pyotp.TOTP(secret)

    def code():
        return totp.at(from_ms(engine.clock.now_ms()))

    code.recovery = identity.second_factor.confirm("mary", code())
    engine.test_clock.advance(timedelta(seconds=30))
    return code


def test_second_factor_is_asked_for(identity, factor):
    challenge = identity.sign_in.with_password("mary", PASSWORD)
    assert isinstance(challenge, Challenge)
    tokens = identity.second_factor.answer(challenge.challenge, factor())
    assert identity.principals.of_token(tokens.access_token).has_second_factor


def test_code_is_good_once(identity, factor):
    first = identity.sign_in.with_password("mary", PASSWORD).challenge
    identity.second_factor.answer(first, factor())
    second = identity.sign_in.with_password("mary", PASSWORD).challenge
    with pytest.raises(NotAuthenticated):
        identity.second_factor.answer(second, factor())


def test_challenge_is_good_once_and_not_for_ever(identity, engine, factor):
    challenge = identity.sign_in.with_password("mary", PASSWORD).challenge
    identity.second_factor.answer(challenge, factor())
    engine.test_clock.advance(timedelta(seconds=30))
    with pytest.raises(NotAuthenticated):
        identity.second_factor.answer(challenge, factor())
    challenge = identity.sign_in.with_password("mary", PASSWORD).challenge
    engine.test_clock.advance(timedelta(minutes=10))
    with pytest.raises(NotAuthenticated):
        identity.second_factor.answer(challenge, factor())


def test_codes_cannot_be_guessed_for_long(identity, factor):
    challenge = identity.sign_in.with_password("mary", PASSWORD).challenge
    for guess in range(5):
        with pytest.raises(NotAuthenticated):
            identity.second_factor.answer(challenge, f"00000{guess}")
    with pytest.raises(LimitExceeded):
        identity.second_factor.answer(challenge, factor())


def test_recovery_code_stands_in_once(identity, factor):
    for expected in (True, False):
        challenge = identity.sign_in.with_password("mary", PASSWORD).challenge
        if expected:
            identity.second_factor.answer(challenge, factor.recovery[0].upper())
        else:
            with pytest.raises(NotAuthenticated):
                identity.second_factor.answer(challenge, factor.recovery[0])
    assert len(set(factor.recovery)) == 10


def test_second_factor_counts_once_it_is_confirmed(identity, mary):
    identity.second_factor.enrol("mary")
    with pytest.raises(NotAuthenticated):
        identity.second_factor.confirm("mary", "000000")
    assert not isinstance(identity.sign_in.with_password("mary", PASSWORD), Challenge)


def test_second_factor_is_given_up_with_a_code_or_by_an_administrator(identity, factor):
    with pytest.raises(WrongState):
        identity.second_factor.enrol("mary")
    with pytest.raises(NotAuthenticated):
        identity.second_factor.give_up("mary", "000000")
    identity.second_factor.give_up("mary", factor())
    assert not isinstance(identity.sign_in.with_password("mary", PASSWORD), Challenge)
    with pytest.raises(WrongState):
        identity.second_factor.give_up("mary", "000000")


def test_administrator_takes_a_lost_factor_away(identity, factor):
    identity.second_factor.take_away("mary")
    assert not identity.users.get("mary").has_second_factor


# -- API keys


@pytest.fixture
def robot(identity):
    identity.users.add("robot", kind="service", roles=["operator"])
    return identity.api_keys.add("robot", "nightly")


def test_api_key_signs_in(identity, robot):
    assert robot.key.startswith(robot.info.prefix)
    assert identity.principals.of_token(robot.key).may("operate", "definition", "x")
    assert identity.api_keys.query(user="robot")[0].last_used_at is not None


def test_scopes_limit_an_api_key(identity):
    identity.users.add("robot", kind="service", roles=["admin"])
    key = identity.api_keys.add("robot", "reader", scopes=["read"]).key
    principal = identity.principals.of_token(key)
    assert principal.may("read", "definition", "x")
    assert not principal.may("operate", "definition", "x")
    assert not principal.is_admin
    with pytest.raises(InvalidInput):
        identity.api_keys.add("robot", "strange", scopes=["fly"])


def test_revoked_and_expired_api_keys_are_refused(identity, engine, robot):
    end = from_ms(engine.clock.now_ms()) + timedelta(hours=1)
    short = identity.api_keys.add("robot", "short", expires_at=end).key
    assert identity.principals.of_token(short).user == "robot"
    engine.test_clock.advance(timedelta(hours=1))
    with pytest.raises(NotAuthenticated):
        identity.principals.of_token(short)
    identity.principals.of_token(robot.key)
    identity.api_keys.revoke(robot.info.id)
    for key in (robot.key, "tvm_00000000_none"):
        with pytest.raises(NotAuthenticated):
            identity.principals.of_token(key)


def test_service_account_has_no_password(identity, robot):
    with pytest.raises(WrongState):
        identity.users.set_password("robot", "a good password")
    with pytest.raises(NotAuthenticated):
        identity.sign_in.with_password("robot", "a good password")


def test_acting_for_others_needs_a_grant(identity, robot, mary):
    identity.users.add("root", roles=["admin"])
    service = identity.principals.of_token(robot.key)
    with pytest.raises(NotPermitted):
        identity.principals.acting_for(service, "mary")
    identity.grants.add(
        "work", "operation", "acting-for-others", subject_kind="user", subject="robot"
    )
    service = identity.principals.of_token(robot.key)
    assert identity.principals.acting_for(service, "mary").user == "mary"
    for user in ("nobody", "root"):
        with pytest.raises(NotPermitted):
            identity.principals.acting_for(service, user)


def test_scopes_of_a_key_hold_for_others_as_well(identity, mary):
    identity.users.set_roles("mary", ["operator"])
    identity.users.add("portal", kind="service")
    identity.grants.add(
        "work", "operation", "acting-for-others", subject_kind="user", subject="portal"
    )
    key = identity.api_keys.add("portal", "web", scopes=["read", "work"]).key
    other = identity.principals.acting_for(identity.principals.of_token(key), "mary")
    assert other.may("read", "definition", "x")
    assert not other.may("operate", "definition", "x")


def test_key_in_constant_use_is_marked_once_a_minute(identity, engine, robot):
    def marked():
        return identity.api_keys.query(user="robot")[0].last_used_at

    identity.principals.of_token(robot.key)
    first = marked()
    engine.test_clock.advance(timedelta(seconds=59))
    identity.principals.of_token(robot.key)
    assert marked() == first
    engine.test_clock.advance(timedelta(seconds=1))
    identity.principals.of_token(robot.key)
    assert marked() > first
