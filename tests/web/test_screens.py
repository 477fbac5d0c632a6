"""Every screen in both themes, on a wide and on a narrow display: nothing broken, nothing out of reach."""

from __future__ import annotations

import pytest
from tests.web.browser import Seat

_THEMES = ("light", "dark")
_WIDTHS = (1280, 360)
_PLACES = (
    "inbox",
    "start",
    "processes",
    "cases",
    "incidents",
    "decisions",
    "modeller",
    "monitoring",
    "administration",
)
# what is opened from a place: its name, the place, and the first link there whose address begins so
_FROM_PLACES = {
    "definition": ("processes", "/processes/definitions/"),
    "instance": ("processes/definitions/order-fulfilment", "/processes/instances/"),
    "case": ("cases", "/cases/"),
    "decision": ("decisions", "/decisions/"),
}
_WITH_DIAGRAM = {"definition", "instance", "case"}


@pytest.fixture(scope="module")
def admin(seats):
    return seats("admin")


@pytest.fixture(scope="module")
def there(admin):
    """The places that are shown."""
    return {path.removeprefix("/") for path in admin.places()}


def _look(seat, pictures, name):
    """Looks at what is open in every theme and width; says what is wrong, a line for each."""
    wrong = []
    for theme in _THEMES:
        for width in _WIDTHS:
            seat.wear(theme, width)
            seat.page.screenshot(path=pictures / f"{name}-{theme}-{width}.png")
            at = f"{theme} at {width}: "
            wrong += [at + each for each in seat.violations()]
            wrong += [at + "wider than the display"] * seat.is_too_wide()
    seat.wear("light", 1280)
    wrong += [each for each in seat.complaints if each not in wrong]
    seat.complaints.clear()
    return "\n".join(wrong)


@pytest.mark.parametrize("place", _PLACES)
def test_place(admin, there, pictures, place):
    assert place in there
    admin.go(f"/{place}")
    assert not _look(admin, pictures, place)


@pytest.mark.parametrize("name", _FROM_PLACES)
def test_what_is_opened_from_a_place(admin, pictures, name):
    place, beginning = _FROM_PLACES[name]
    admin.go(f"/{place}")
    link = admin.page.locator(f"main a[href^='{beginning}']").first
    link.wait_for()
    admin.go(link.get_attribute("href"))
    if name in _WITH_DIAGRAM:
        mark = admin.page.locator("a.bjs-powered-by, .bjs-powered-by").first
        mark.wait_for()
        assert mark.is_visible()
    assert not _look(admin, pictures, name)


def test_open_task(admin, pictures):
    admin.go("/inbox?view=visible")
    admin.page.get_by_text("Approve the invoice").first.click()
    admin.page.get_by_role("heading", name="Approve the invoice").wait_for()
    admin.settle()
    assert not _look(admin, pictures, "task")


def test_signing_in(chromium, server, pictures):
    seat = Seat(chromium, server)
    seat.page.goto("/cases")
    seat.page.get_by_label("User name").wait_for()
    assert not _look(seat, pictures, "sign-in")
    seat.leave()
