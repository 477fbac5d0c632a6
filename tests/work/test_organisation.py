"""The people of identity as work sees them: the same groups, roles and rights that they sign in with."""

from __future__ import annotations

import pytest
from tests.identity.conftest import AT_ONCE, SECRET, quick_hashes

from trivium.identity import Identity
from trivium.work.organisation import Users

_ = quick_hashes
_USERS = ("ada", "ben", "cleo", "dora", "eva", "fred")


@pytest.fixture
def identity(engine):
    made = Identity(engine.database, engine.clock, SECRET, AT_ONCE)
    made.tenants.add("north")
    made.users.add("ada", roles=["admin"])
    for user in _USERS[1:]:
        made.users.add(user, manager="ada", email=f"{user}@x.example")
    made.users.add("nora", tenant="north", roles=["operator"])
    for group, roles in (("clerks", ()), ("seniors", ("operator",)), ("all", ())):
        made.groups.add(group, roles=roles)
    made.groups.put_member("clerks", "user", "ben")
    made.groups.put_member("seniors", "user", "cleo")
    made.groups.put_member("clerks", "group", "seniors")
    made.groups.put_member("all", "group", "clerks")
    made.grants.add("operate", "definition", "loan", subject_kind="user", subject="dora")
    made.grants.add("administer", "case", "*", subject_kind="role", subject="boss")
    made.users.set_roles("eva", ["boss"])
    return made


def _people(engine, users, tenant=""):
    with engine.database.reading() as connection:
        return dict(users.people(connection, tenant))


def test_groups_roles_and_managers_are_those_of_who_signs_in(engine, identity):
    found = _people(engine, Users())
    assert sorted(found) == sorted(_USERS)
    for user, person in found.items():
        principal = identity.principals.of_user(user)
        assert (person.groups, person.roles) == (principal.groups, principal.roles)
        assert person.manager == (None if user == "ada" else "ada")
    assert found["cleo"].groups == {"seniors", "clerks", "all"}
    assert found["ben"].email == "ben@x.example"


def test_operators_are_those_who_may_operate(engine, identity):
    users = Users()
    with engine.database.reading() as connection:
        for kind, key in (("definition", "loan"), ("definition", "other"), ("case", "c")):
            may = {
                user
                for user in _USERS
                if identity.principals.of_user(user).may("operate", kind, key)
            }
            assert users.operators(connection, "", kind, key) == may
        assert users.operators(connection, "", "definition", "loan") >= {"ada", "cleo", "dora"}
        assert users.operators(connection, "north", "definition", "loan") == {"nora"}


def test_changes_are_seen_and_tenants_are_apart(engine, identity):
    users = Users()
    assert _people(engine, users)["fred"].groups == frozenset()
    identity.groups.put_member("clerks", "user", "fred")
    assert _people(engine, users)["fred"].groups == {"clerks", "all"}
    identity.users.set_state("fred", "disabled")
    assert not _people(engine, users)["fred"].is_active
    assert list(_people(engine, users, "north")) == ["nora"]
