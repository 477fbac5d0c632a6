"""Each example model, driven through HTTP to its end as people and workers would."""

from __future__ import annotations

import pytest


class _Story:
    """One instance, and those who work on it."""

    def __init__(self, server, key, variables, business_key=None):
        self.server = server
        body = {
            "process_definition_key": key,
            "variables": variables,
            "business_key": business_key,
        }
        answer = server.post("/api/processes/instances", json=body, headers={"X-User": "mary"})
        assert answer.status_code == 201, answer.text
        self.id = answer.json()["id"]

    def tasks(self):
        answer = self.server.get("/api/processes/tasks", params={"process_instance_id": self.id})
        return {task["task_definition_key"]: task["id"] for task in answer.json()["items"]}

    def complete(self, element, **variables):
        answer = self.server.post(
            f"/api/processes/tasks/{self.tasks()[element]}/complete", json={"variables": variables}
        )
        assert answer.is_success, answer.text

    def work(self, topic, **variables):
        """As a worker that asks until there is work."""
        job = self._job(topic)
        answer = self.server.post(
            f"/api/processes/jobs/{job['id']}/complete",
            json={"lease": job["lease"], "variables": variables},
        )
        assert answer.is_success, answer.text

    def fail_with(self, topic, code, message):
        job = self._job(topic)
        answer = self.server.post(
            f"/api/processes/jobs/{job['id']}/error",
            json={"lease": job["lease"], "error_code": code, "error_message": message},
        )
        assert answer.is_success, answer.text

    def _job(self, topic):
        answer = self.server.post(
            "/api/processes/jobs/activate",
            json={"topics": [topic], "worker": "test", "wait_for": "PT10S"},
        )
        (job,) = answer.json()["jobs"]
        return job

    def state(self):
        return self.server.get(f"/api/processes/instances/{self.id}").json()["status"]

    def variables(self):
        answer = self.server.get(
            f"/api/processes/instances/{self.id}/variables", params={"plain": "true"}
        )
        return answer.json()


@pytest.fixture
def story(server):
    return lambda *arguments, **keywords: _Story(server, *arguments, **keywords)


def test_invoice_is_clarified_approved_and_paid(story):
    invoice = story("invoice", {"amount": 1250, "creditor": "Great Pizza"})
    assert invoice.variables()["approverGroup"] == "management"
    invoice.complete("approve", approved=False)
    invoice.complete("clarify", clarified=True)
    invoice.complete("approve", approved=True)
    invoice.complete("pay")
    assert invoice.state() == "completed"
    assert invoice.variables()["archivedAmount"] == 1250


def test_invoice_that_nobody_can_clarify_is_rejected(story):
    invoice = story("invoice", {"amount": 10, "creditor": "Nobody"})
    invoice.complete("approve", approved=False)
    invoice.complete("clarify", clarified=False)
    assert invoice.state() == "completed"


def test_order_is_charged_picked_shipped_and_picked_up(story, server):
    order = story("order-fulfilment", {"total": 99.5, "items": 3}, business_key="ORDER-1")
    order.work("charge-card", receipt="R-1")
    order.complete("pick")
    order.work("tell-carrier")
    answer = server.post(
        "/api/processes/messages", json={"name": "parcel-picked-up", "business_key": "ORDER-1"}
    )
    assert answer.json()["process_instance_id"] == order.id
    assert order.state() == "completed"


def test_declined_card_asks_the_customer_and_may_cancel_the_order(story):
    order = story("order-fulfilment", {"total": 99.5, "items": 3})
    order.fail_with("charge-card", "payment-declined", "card expired")
    assert order.variables()["declineReason"] == "card expired"
    assert set(order.tasks()) == {"ask-customer", "pick"}
    order.complete("ask-customer", paidOtherwise=False)
    assert order.state() == "completed"
    assert order.tasks() == {}


def test_colleague_is_onboarded_on_the_first_day(story, server):
    colleague = story(
        "employee-onboarding",
        {"employee": "Ada", "equipment": ["laptop", "badge"], "daysUntilStart": 0},
    )
    colleague.complete("create-accounts")
    colleague.complete("equip")
    colleague.complete("equip")
    colleague.complete("plan")
    while "welcome" not in colleague.tasks():  # the timer of no days is the scheduler's to fire
        assert colleague.state() == "active"
    colleague.complete("welcome")
    assert colleague.state() == "completed"


def test_loan_takes_the_checks_that_it_needs(story, server):
    loan = story("loan-application", {"amount": 20_000, "income": 4_000, "hasCollateral": True})
    assert set(loan.tasks()) == {"look-up", "value-collateral"}
    called = server.get(
        "/api/processes/instances", params={"process_definition_key": "credit-check"}
    ).json()["items"]
    assert [each["root_instance_id"] for each in called] == [loan.id]
    loan.complete("look-up", creditWorthy=True)
    loan.complete("value-collateral", collateralValue=9_000)
    loan.complete("decide", granted=True)
    assert loan.state() == "completed"
    assert loan.variables()["creditWorthy"] is True


def test_hopeless_loan_is_declined_at_once(story):
    loan = story("loan-application", {"amount": 20_000, "income": 100, "hasCollateral": False})
    assert loan.state() == "completed"


def test_decision_is_asked_and_remembered(server):
    body = {"inputs": {"amount": 5_000, "creditor known": True}}
    answer = server.post("/api/decisions/invoice-route/evaluate", json=body)
    assert answer.json()["value"] == "management"
    history = server.get("/api/decisions/invoice-route/history").json()["items"]
    assert history[0]["result"]["value"] == "management"
    cases = {"cases": [{"inputs": body["inputs"], "expected": "accounting"}]}
    report = server.post("/api/decisions/invoice-route/test", json=cases).json()
    assert (report["passed"], report["failed"]) == (0, 1)


def test_health_knows_how_much_is_open(server):
    answer = server.get("/health").json()
    assert answer["status"] == "healthy"
    assert answer["counts"]["active_instances"] == 0
