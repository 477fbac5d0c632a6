"""Signing in at an OpenID Connect provider that runs beside the test."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta

import msgspec
import pytest
from fastapi.testclient import TestClient
from joserfc.jwk import RSAKey
from tests.identity.conftest import AT_ONCE, SECRET
from tests.identity.provider import Provider

from trivium.api import create_app
from trivium.errors import InvalidInput, NotAuthenticated, NotFound, Unavailable
from trivium.identity import Identity, OidcProvider

_BACK = "https://work.example/api/auth/oidc/company/callback"


@pytest.fixture
def provider(engine):
    found = Provider(engine.clock)
    yield found
    found.close()


@pytest.fixture
def settings(provider):
    return OidcProvider(
        name="company",
        issuer=provider.issuer,
        client_id="trivium",
        client_secret="s3cret",
        groups_claim="groups",
    )


@pytest.fixture
def make(engine):
    def run(settings):
        with_providers = msgspec.structs.replace(AT_ONCE, providers=(settings,))
        return Identity(engine.database, engine.clock, SECRET, with_providers)

    return run


@pytest.fixture
def identity(make, settings):
    found = make(settings)
    found.users.add("mary")
    return found


def _signed_in(identity, provider, **claims):
    begun = identity.oidc.begin("company", _BACK, "/tasks")
    code, state = provider.sign_in(begun.url, **{"preferred_username": "mary", **claims})
    return identity.oidc.finish("company", state, code)


@contextmanager
def _refused(code="identity/provider-refused"):
    with pytest.raises(NotAuthenticated) as refusal:
        yield
    assert refusal.value.code == code


def test_who_is_known_to_both_is_signed_in(identity, provider):
    found = _signed_in(identity, provider)
    assert identity.principals.of_token(found.tokens.access_token).user == "mary"
    assert found.return_to == "/tasks"
    assert identity.record(target="mary")[0].content["method"] == "oidc company"


def test_who_is_linked_stays_so_whatever_their_name_becomes(identity, provider):
    _signed_in(identity, provider)
    assert _signed_in(identity, provider, preferred_username="maria").tokens.user == "mary"


def test_name_at_a_provider_takes_over_nobody(identity, provider):
    identity.users.add("root", password="correct horse", roles=["admin"])
    identity.users.add("robot", kind="service")
    for name in ("root", "robot", "nobody", ""):
        with _refused("identity/not-a-user-here"):
            _signed_in(identity, provider, preferred_username=name)
    _signed_in(identity, provider)
    with _refused("identity/not-a-user-here"):
        _signed_in(identity, provider, sub="another mary")


def test_unknown_people_become_users_where_that_is_wanted(make, settings, provider):
    identity = make(msgspec.structs.replace(settings, makes_users=True))
    _signed_in(identity, provider, preferred_username="tom", name="Tom", email="t@example.com")
    assert (identity.users.get("tom").name, identity.users.get("tom").email) == (
        "Tom",
        "t@example.com",
    )


def test_groups_are_taken_over_as_far_as_they_exist(identity, provider):
    identity.groups.add("sales")
    identity.groups.add("old")
    identity.users.set_groups("mary", ["old"])
    found = _signed_in(identity, provider, groups=["sales", "elsewhere"])
    assert identity.principals.of_token(found.tokens.access_token).groups == {"sales"}


def test_disabled_user_is_not_let_in(identity, provider):
    identity.users.set_state("mary", "disabled")
    with _refused("identity/not-a-user-here"):
        _signed_in(identity, provider)


@pytest.mark.parametrize(
    "change",
    [
        {"nonce": "another"},
        {"aud": "another"},
        {"aud": ["trivium", "another"]},
        {"iss": "https://elsewhere.example"},
        {"exp": 1},
        {"sub": ""},
    ],
)
def test_token_that_does_not_fit_is_refused(identity, provider, change):
    provider.changes = change
    with _refused():
        _signed_in(identity, provider)


def test_state_is_good_once_and_for_a_while(identity, provider, engine):
    begun = identity.oidc.begin("company", _BACK)
    code, state = provider.sign_in(begun.url, preferred_username="mary")
    identity.oidc.finish("company", state, code)
    with _refused():
        identity.oidc.finish("company", state, code)
    begun = identity.oidc.begin("company", _BACK)
    code, state = provider.sign_in(begun.url, preferred_username="mary")
    engine.test_clock.advance(timedelta(minutes=10))
    with _refused():
        identity.oidc.finish("company", state, code)


def test_stolen_code_is_of_no_use_without_its_verifier(identity, provider):
    mine = identity.oidc.begin("company", _BACK)
    theirs = identity.oidc.begin("company", _BACK)
    code, _ = provider.sign_in(theirs.url, preferred_username="mary")
    with _refused():
        identity.oidc.finish("company", mine.state, code)


def test_provider_may_change_its_keys(identity, provider):
    _signed_in(identity, provider)
    provider.key = RSAKey.generate_key(2048, {"kid": "2"})
    assert _signed_in(identity, provider).tokens.user == "mary"


def test_token_with_a_strange_signature_is_refused(identity, provider):
    _signed_in(identity, provider)
    honest, provider.key = provider.key, RSAKey.generate_key(2048, {"kid": "1"})
    begun = identity.oidc.begin("company", _BACK)
    code, state = provider.sign_in(begun.url, preferred_username="mary")
    status, answer = 0, None
    token = provider.token

    def swapped(form, credentials):
        nonlocal status, answer
        status, answer = token(form, credentials)
        provider.key = honest
        return status, answer

    provider.token = swapped
    with _refused():
        identity.oidc.finish("company", state, code)


def test_provider_that_is_away_is_unavailable(make, settings, provider):
    identity = make(settings)
    provider.close()
    with pytest.raises(Unavailable):
        identity.oidc.begin("company", _BACK)


def test_secrets_go_over_encrypted_lines_only(make, settings):
    identity = make(msgspec.structs.replace(settings, issuer="http://192.0.2.1"))
    with _refused():
        identity.oidc.begin("company", _BACK)


@pytest.mark.parametrize(
    "path", ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere"]
)
def test_nobody_is_sent_elsewhere(identity, path):
    with pytest.raises(InvalidInput):
        identity.oidc.begin("company", _BACK, path)
    with pytest.raises(NotFound):
        identity.oidc.begin("nowhere", _BACK)


def test_browser_signs_in(engine, identity, provider):
    app = create_app(engine, identity=identity)
    with TestClient(app, follow_redirects=False) as browser, TestClient(app) as another:
        assert browser.get("/api/auth/providers").json()["providers"] == ["company"]
        there = browser.get("/api/auth/oidc/company?return_to=/tasks")
        assert there.status_code == 303
        code, state = provider.sign_in(there.headers["location"], preferred_username="mary")
        back = f"/api/auth/oidc/company/callback?code={code}&state={state}"
        assert another.get(back).status_code == 401
        answer = browser.get(back)
        assert (answer.status_code, answer.headers["location"]) == (303, "/tasks")
        assert browser.post("/api/auth/refresh").json()["user_id"] == "mary"
