"""Users, groups, roles, the hierarchy, tenants, and the record of changes."""

from __future__ import annotations

import pytest
import sqlalchemy

from trivium.errors import Conflict, InvalidInput, NotFound, NotPermitted
from trivium.store.tables import identity_audit, metadata
from trivium.store.transactions import transaction


def test_groups_within_groups_are_resolved(identity):
    for name in ("all", "office", "accounting"):
        identity.groups.add(name)
    identity.groups.put_member("all", "group", "office")
    identity.groups.put_member("office", "group", "accounting")
    identity.users.add("mary", groups=["accounting"])
    assert identity.principals.of_user("mary").groups == {"accounting", "office", "all"}
    assert identity.groups.users_in("all") == {"mary"}


def test_group_cannot_be_within_itself(identity):
    for name in ("outer", "inner"):
        identity.groups.add(name)
    identity.groups.put_member("outer", "group", "inner")
    with pytest.raises(InvalidInput, match="within itself"):
        identity.groups.put_member("inner", "group", "outer")
    with pytest.raises(InvalidInput, match="within itself"):
        identity.groups.put_member("inner", "group", "inner")


def test_team_is_everybody_below(identity):
    identity.users.add("chief")
    identity.users.add("head", manager="chief")
    identity.users.add("clerk", manager="head")
    assert identity.principals.of_user("chief").team == {"head", "clerk"}
    assert identity.principals.of_user("clerk").team == frozenset()


def test_nobody_can_be_above_themselves(identity):
    identity.users.add("chief")
    identity.users.add("head", manager="chief")
    with pytest.raises(InvalidInput, match="manager above"):
        identity.users.change("chief", {"manager": "head"})


def test_roles_of_groups_are_those_of_their_members(identity):
    identity.groups.add("operators", roles=["operator"])
    identity.users.add("mary", groups=["operators"], roles=["clerk"])
    principal = identity.principals.of_user("mary")
    assert principal.roles == {"operator", "clerk"}
    assert principal.may("operate", "definition", "anything")
    assert not principal.may("start", "definition", "anything")


def test_grants_of_user_group_role_and_everybody_add_up(identity):
    identity.groups.add("sales")
    identity.users.add("mary", groups=["sales"], roles=["clerk"])
    for permission, kind, subject in (
        ("start", "user", "mary"),
        ("work", "group", "sales"),
        ("assign", "role", "clerk"),
        ("operate", "everybody", ""),
    ):
        identity.grants.add(permission, "definition", "order", subject_kind=kind, subject=subject)
    principal = identity.principals.of_user("mary")
    for permission in ("read", "start", "work", "assign", "operate"):
        assert principal.may(permission, "definition", "order")
        assert not principal.may(permission, "definition", "other")
    assert not principal.may("administer", "definition", "order")


def test_what_is_taken_back_is_gone_at_once(identity, mary):
    grant = identity.grants.add("read", "definition", "order", subject_kind="user", subject="mary")
    assert identity.principals.of_user("mary").may("read", "definition", "order")
    identity.grants.remove(grant.id)
    assert not identity.principals.of_user("mary").may("read", "definition", "order")


@pytest.mark.parametrize(
    ("permission", "kind", "resource"),
    [
        ("fly", "definition", "x"),
        ("read", "planet", "x"),
        ("start", "task", "x"),
        ("read", "operation", "x"),
    ],
)
def test_what_makes_no_sense_is_not_granted(identity, mary, permission, kind, resource):
    with pytest.raises(InvalidInput):
        identity.grants.add(permission, kind, resource, subject_kind="user", subject="mary")


def test_a_grant_is_there_once_and_for_somebody_who_is_there(identity, mary):
    identity.grants.add("read", "case", "claim", subject_kind="user", subject="mary")
    with pytest.raises(Conflict):
        identity.grants.add("read", "case", "claim", subject_kind="user", subject="mary")
    with pytest.raises(NotFound):
        identity.grants.add("read", "case", "claim", subject_kind="group", subject="nobody")


def test_last_admin_stays(identity):
    identity.first_start()
    for attempt in (
        lambda: identity.users.set_state("admin", "disabled"),
        lambda: identity.users.set_roles("admin", []),
        lambda: identity.users.remove("admin"),
    ):
        with pytest.raises(Conflict, match="last one"):
            attempt()
    assert identity.users.get("admin").state == "active"


def test_first_start_makes_one_administrator(identity):
    user, password = identity.first_start()
    assert user == "admin"
    tokens = identity.sign_in.with_password(user, password)
    assert tokens.must_change_password
    assert identity.principals.of_token(tokens.access_token).is_over_all
    assert identity.first_start() is None


def test_admin_of_a_tenant_sees_nothing_of_another(identity):
    for tenant in ("north", "south"):
        identity.tenants.add(tenant)
        identity.users.add(f"{tenant}-admin", tenant=tenant, roles=["admin"])
        identity.groups.add("sales", tenant=tenant)
    north = identity.principals.of_user("north-admin")
    assert [user.id for user in identity.users.query(north)] == ["north-admin"]
    assert [group.tenant for group in identity.groups.query(north)] == ["north"]
    with pytest.raises(NotFound):
        identity.users.get("south-admin", north)
    with pytest.raises(NotFound):
        identity.users.set_password("south-admin", "a new password", north)
    with pytest.raises(NotPermitted):
        identity.users.query(north, tenant="south")
    with pytest.raises(NotPermitted):
        identity.groups.add("spies", by=north, tenant="south")


def test_who_is_removed_leaves_nothing_but_the_record(identity):
    identity.groups.add("sales")
    identity.users.add("chief")
    identity.users.add("root", roles=["admin"])
    identity.users.add("mary", groups=["sales"], roles=["clerk"], manager="chief")
    identity.grants.add("read", "case", "*", subject_kind="user", subject="mary")
    identity.users.remove("mary")
    assert identity.groups.get("sales").users == ()
    assert not identity.grants.query().items
    with pytest.raises(NotFound):
        identity.users.get("mary")
    actions = [entry.action for entry in identity.record(target_kind="user", target="mary")]
    assert actions[-1] == "add"
    assert actions[0] == "remove"


def test_record_says_who_did_what(identity):
    identity.users.add("root", roles=["admin"])
    root = identity.principals.of_user("root")
    identity.users.add("mary", by=root, password="correct horse", email="mary@example.com")
    added = next(entry for entry in identity.record(target="mary") if entry.action == "add")
    assert added.actor == "root"
    assert added.content["email"] == "mary@example.com"


def test_record_holds_no_secret(identity, engine, mary):
    key = identity.api_keys.add("mary", "robot").key
    tokens = identity.sign_in.with_password("mary", "correct horse")
    secret = identity.second_factor.enrol("mary").secret
    identity.users.set_password("mary", "another horse")
    with engine.database.reading() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(sqlalchemy.select(table)):
                shown = repr(tuple(row))
                for each in ("correct horse", "another horse", key, secret, tokens.refresh_token):
                    assert each not in shown


@pytest.mark.parametrize(
    "statement", [identity_audit.delete(), identity_audit.update().values(at=0)]
)
def test_record_cannot_be_changed(engine, mary, statement):
    with (
        pytest.raises(Exception, match="append-only"),
        transaction(engine.database) as connection,
    ):
        connection.execute(statement)


@pytest.mark.parametrize("name", ["", " mary", "a,b", "a/b", "*", "x" * 201, "a\nb"])
def test_names_that_would_cause_trouble_are_refused(identity, name):
    with pytest.raises(InvalidInput):
        identity.users.add(name)


def test_names_are_taken_once(identity, mary):
    with pytest.raises(Conflict):
        identity.users.add("mary")


def test_users_are_found_by_text_and_paged(identity):
    for number in range(5):
        identity.users.add(f"user{number}", name=f"Number {number}")
    first = identity.users.query(limit=2)
    assert [user.id for user in first] == ["user0", "user1"]
    rest = identity.users.query(limit=10, cursor=first.next_cursor)
    assert [user.id for user in rest] == ["user2", "user3", "user4"]
    assert [user.id for user in identity.users.query(text="NUMBER 3")] == ["user3"]
