"""Two weeks of a small company's work, for a database that is new.

python -m examples.demo sqlite:///data/trivium.db   # `make run` does this before it serves

People, groups, service levels, orders, invoices, loans, a case in a hospital, what went wrong: made with
the library, on a clock that is moved by hand. A database with anything in it is left as it is.
"""

from __future__ import annotations

import random
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from trivium import Engine
from trivium.assembly import with_people, with_work
from trivium.testing import Clock

_DAYS = 12
_HOUR = timedelta(hours=1)
_LAST_HOURS = 7 * _HOUR
_MODELS = Path(__file__).parent
_PEOPLE: dict[str, tuple[str, list[str], list[str]]] = {
    # user: what people call them, groups, roles
    "admin": ("Administrator", ["management", "warehouse-lead"], ["admin"]),
    "olga": ("Olga Brandt", [], ["operator"]),
    "max": ("Max Keller", [], ["modeller"]),
    "will": ("Will Novak", ["warehouse", "service-desk"], []),
    "wendy": ("Wendy Moss", ["warehouse", "warehouse-lead"], []),
    "anna": ("Anna Lindt", ["accounting", "clerks"], []),
    "marc": ("Marc Weiss", ["management", "loan-officers"], []),
    "treasury": ("Theo Sander", [], []),
    "nora": ("Nora Fell", ["physician", "nurse", "caseManager"], []),
}
_MORE_GROUPS = ("supplier-desk", "appraisers", "hr", "it", "facilities", "team")
_STARTED_BY_EVERYBODY = ("order-fulfilment", "invoice", "loan-application", "expense-claim")
_CREDITORS = (
    "Nordwind GmbH",
    "Papeterie Blanc",
    "Harbour Logistics",
    "Klee & Sons",
    "Solis Energy",
)
_REMARKS = (
    "@anna The second page is missing, I have asked for it.",
    "They promised it for tomorrow morning.",
    "Same customer as last week; please treat both together.",
)
_OFFICE = {
    "key": "office",
    "name": "Office hours",
    "hours": {"monday-friday": "08:00-18:00", "saturday": "09:00-13:00"},
}
_TARGETS: tuple[dict[str, Any], ...] = (
    {
        "key": "picking",
        "name": "Picked within four hours",
        "definition": "order-fulfilment",
        "element": "pick",
        "target": "PT4H",
        "warnings": ["75%"],
    },
    {
        "key": "approval",
        "name": "Approved within two working days",
        "definition": "invoice",
        "element": "approve",
        "target": "PT20H",
        "measure": "working",
        "calendar": "office",
        "warnings": ["80%"],
    },
    {
        "key": "order",
        "name": "Out of the house within a day",
        "definition": "order-fulfilment",
        "scope": "instance",
        "target": "P1D",
    },
)


def fill(url: str, *, password: str | None = None) -> bool:
    """Fills a new database; gives whether it was new. With a `password` people may sign in by it."""
    clock = Clock(datetime.now(UTC) - timedelta(days=_DAYS))
    with Engine.open(url, clock=clock, scheduler=False) as engine:
        identity = with_people(engine)
        if engine.counts().get("instances") or identity.users.query(limit=1).items:
            return False
        with_people_in = {group for _, groups, _ in _PEOPLE.values() for group in groups}
        for group in sorted({*_MORE_GROUPS, *with_people_in}):
            identity.groups.add(group)
        for user, (name, groups, roles) in _PEOPLE.items():
            identity.users.add(user, name=name, password=password, groups=groups, roles=roles)
        for key in _STARTED_BY_EVERYBODY:
            identity.grants.add("start", "definition", key, subject_kind="everybody")
        for permission in ("read", "start"):
            identity.grants.add(permission, "decision", "*", subject_kind="everybody")
        work = with_work(engine, identity=identity)
        engine.deploy(_MODELS)
        work.load({"calendars": [_OFFICE], "targets": list(_TARGETS)})
        _Company(engine, clock).work(_DAYS)
        work.catch_up()
    return True


class _Company:
    """Plays the days; the same ones each time."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._chance = random.Random(7)  # noqa: S311  # a play
        self._number = 1000

    def work(self, days: int) -> None:
        """The last day is not finished: that is what is open."""
        begin = self._clock.now_ms() // 1000
        for day in range(days):
            is_last = day == days - 1
            hours = timedelta(days=day) if not is_last else timedelta(days=days) - _LAST_HOURS
            self._clock.set_ms(1000 * (begin + int(hours.total_seconds())))
            self._orders(self._chance.randint(4, 7), is_last=is_last)
            self._invoices(self._chance.randint(2, 4), is_last=is_last)
            if day % 3 == 0 or is_last:
                self._loan(is_last=is_last)
            self._engine.run_until_idle()
        self._hospital()
        self._onboarding()
        self._mine()
        self._remarks()

    def _next_key(self, prefix: str) -> str:
        self._number += 1
        return f"{prefix}-{self._number}"

    def _pass(self, most: int) -> None:
        self._clock.advance(timedelta(minutes=self._chance.randint(5, most)))

    def _complete(self, instance: str, element: str, user: str, **variables: Any) -> None:
        for task in self._engine.tasks.query(instance, element=element).items:
            if task.assignee is None:
                self._engine.tasks.claim(task.id, user)
            self._pass(60)
            self._engine.tasks.complete(task.id, variables, user=user)

    # -- orders

    def _orders(self, many: int, *, is_last: bool) -> None:
        keys = [self._next_key("ORDER") for _ in range(many)]
        for key in keys:
            self._pass(45)
            order = {"total": self._chance.randint(20, 1400), "items": self._chance.randint(1, 9)}
            self._engine.start("order-fulfilment", order, business_key=key, user="will")
        self._charge()
        for key in keys[: 2 if is_last else len(keys)]:
            found = self._engine.instances.query(business_key=key).items[0].id
            self._complete(found, "pick", self._chance.choice(["will", "wendy"]))
            self._complete(found, "ask-customer", "will", paidOtherwise=True)
        self._ship()
        if not is_last:
            self._pick_up(keys)

    def _charge(self) -> None:
        for job in self._engine.jobs.activate("charge-card", "shop", limit=100):
            if job.variables["total"] > 1250:  # noqa: PLR2004  # the limit of the card
                self._engine.jobs.error(
                    job.id, "payment-declined", "over the limit", lease=job.lease
                )
            elif job.variables["items"] == 9:  # noqa: PLR2004  # one of nine
                message = "HTTP 503 from the payment provider: no connection to the acquirer"
                self._engine.jobs.fail(job.id, message, retries=0, lease=job.lease)
            else:
                receipt = f"R-{job.id[-6:]}"
                self._engine.jobs.complete(job.id, {"receipt": receipt}, lease=job.lease)

    def _ship(self) -> None:
        for job in self._engine.jobs.activate("tell-carrier", "shop", limit=100):
            self._engine.jobs.complete(job.id, lease=job.lease)

    def _pick_up(self, keys: list[str]) -> None:
        for key in keys:
            self._clock.advance(timedelta(minutes=20))
            self._engine.messages.correlate(
                "parcel-picked-up", business_key=key, time_to_live=_HOUR
            )

    # -- the others

    def _invoices(self, many: int, *, is_last: bool) -> None:
        for _ in range(many):
            invoice = {
                "amount": self._chance.randint(40, 4800),
                "creditor": self._chance.choice(_CREDITORS),
            }
            key = self._next_key("INV")
            found = self._engine.start("invoice", invoice, business_key=key, user="anna").id
            if is_last:
                continue
            is_fine = self._chance.random() < 0.8  # noqa: PLR2004  # most are
            approver = "marc" if invoice["amount"] > 1000 else "anna"  # noqa: PLR2004  # as in the model
            self._pass(240)
            self._complete(found, "approve", approver, approved=is_fine)
            if is_fine:
                self._complete(found, "pay", "treasury")

    def _loan(self, *, is_last: bool) -> None:
        loan = {
            "amount": self._chance.randint(4, 40) * 1000,
            "income": self._chance.randint(25, 90) * 1000,
            "hasCollateral": self._chance.random() < 0.4,  # noqa: PLR2004  # some have
        }
        key = self._next_key("LOAN")
        found = self._engine.start("loan-application", loan, business_key=key, user="marc").id
        if not is_last:
            self._complete(found, "verify-income", "anna")

    def _hospital(self) -> None:
        patient = {"name": "Jane Roe", "age": 58}
        case = self._engine.cases.start("patient", business_key="MRN-20417", user="nora").id
        self._engine.cases.change_file(case, "referral", "create", patient, user="nora")
        self._complete(case, "admissionTask", "nora")

    def _onboarding(self) -> None:
        colleague = {"employee": "Tom Ferry", "equipment": ["laptop", "badge"], "daysUntilStart": 9}
        self._engine.start("employee-onboarding", colleague, business_key="HR-88", user="olga")

    def _mine(self) -> None:
        """Whoever opens the inbox in development mode is the admin."""
        for group in ("management", "supplier-desk", "loan-officers"):
            for task in self._engine.tasks.query(candidate_group=group, limit=2).items:
                if task.assignee is None:
                    self._engine.tasks.claim(task.id, "admin")

    def _remarks(self) -> None:
        tasks = self._engine.tasks.query(key="invoice", limit=len(_REMARKS)).items
        for task, remark in zip(tasks, _REMARKS, strict=False):
            self._engine.comments.add(remark, task=task.id, user="marc")


def main() -> None:
    """Fills the database that the first argument names."""
    if len(sys.argv) != 2:  # noqa: PLR2004  # the program and one argument
        sys.exit("Expected the URL of a database, such as sqlite:///data/trivium.db.")
    url = sys.argv[1]
    scheme, _, path = url.partition(":///")
    if scheme == "sqlite" and path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    if fill(url):
        sys.stdout.write(f"• made demo work in {url}: people, orders, invoices, loans, a patient\n")


if __name__ == "__main__":
    main()
