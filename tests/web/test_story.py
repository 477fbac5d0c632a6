"""An order comes in, is worked on, fails, is repaired and played again: by a worker, an operator and a program."""

from __future__ import annotations

import re

import httpx2
import pytest
from tests.web.browser import PASSWORD

_ORDER = "STORY-1"
_WRONG = "the acquirer is away"


@pytest.fixture(scope="module")
def program(server):
    """What charges cards; it signs in as the admin."""
    with httpx2.Client(base_url=server, timeout=30) as http:
        asked = {"username": "admin", "password": PASSWORD}
        token = http.post("/api/auth/token", json=asked).json()["access_token"]
        http.headers["authorization"] = f"Bearer {token}"
        yield http


def test_order_is_started_claimed_completed_repaired_and_replayed(seats, program):
    will, olga = seats("will"), seats("olga")
    instance = _order_comes_in(will.page, will.go)
    _card_is_not_charged(program, instance)
    _items_are_picked(will.page, will.go)
    _approver_is_asked_for(olga.page, olga.go)
    _incident_is_retried(olga.page, olga.go)
    _card_is_charged(program, instance)
    _all_is_seen_again(olga.page, olga.go, instance)
    assert not will.complaints
    assert not olga.complaints


def _order_comes_in(page, go):
    go("/start")
    page.get_by_role("button", name="Order fulfilment").press("Enter")
    page.get_by_label("Total").press_sequentially("700")
    page.get_by_label("Items").press_sequentially("3")
    page.get_by_label("Business key").press_sequentially(_ORDER)
    page.keyboard.press("Enter")
    page.wait_for_url("**/processes/instances/*")
    return page.url.rpartition("/")[2]


def _job(program, instance):
    """The job of this order; those of others are not ours."""
    asked = {"topics": ["charge-card"], "worker": "shop", "limit": 100}
    jobs = program.post("/api/processes/jobs/activate", json=asked).json()["jobs"]
    return next(job for job in jobs if job["process_instance_id"] == instance)


def _card_is_not_charged(program, instance):
    job = _job(program, instance)
    failed = {"error_message": _WRONG, "retries": 0, "lease": job["lease"]}
    assert program.post(f"/api/processes/jobs/{job['id']}/fail", json=failed).status_code == 200


def _card_is_charged(program, instance):
    job = _job(program, instance)
    done = {"variables": {"receipt": "R-1"}, "lease": job["lease"]}
    assert program.post(f"/api/processes/jobs/{job['id']}/complete", json=done).status_code == 204


def _items_are_picked(page, go):
    """By keyboard alone."""
    go(f"/inbox?view=free&q={_ORDER}")
    page.get_by_text("Pick the items").first.wait_for()
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.get_by_text("It is yours.").wait_for()
    go(f"/inbox?q={_ORDER}")
    page.get_by_text("Pick the items").first.wait_for()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Complete", exact=True).press("Enter")
    page.get_by_text("Pick the items: done.").wait_for()


def _approver_is_asked_for(page, go):
    go("/decisions/invoice-route")
    page.get_by_role("textbox", name="amount").first.press_sequentially("700")
    page.get_by_role("combobox", name="creditor known").first.click()
    page.get_by_role("option", name="true").click()
    page.get_by_role("button", name="Evaluate").first.press("Enter")
    page.get_by_role("status").get_by_text("accounting").wait_for()


def _incident_is_retried(page, go):
    go("/incidents")
    page.get_by_role("button", name=_WRONG).press("Enter")
    page.get_by_role("button", name=re.compile("^Retry [0-9]+$")).press("Enter")  # with older ones
    page.get_by_text(re.compile("^[0-9]+ incidents? w.* retried.$")).wait_for()


def _all_is_seen_again(page, go, instance):
    go(f"/processes/instances/{instance}")
    page.get_by_role("button", name="Replay").press("Enter")
    player = page.get_by_role("group", name="Replay")
    player.get_by_role("slider").press("Home")
    player.get_by_role("slider").press("ArrowRight")
    player.get_by_text("Step 1 of").wait_for()


def test_worker_is_told_what_is_not_theirs(seats):
    will = seats("will")
    will.page.goto("/administration")
    will.page.get_by_text("You may not see this").wait_for()
    assert {each.partition(":")[0] for each in will.complaints} == {"403"}
    will.complaints.clear()
