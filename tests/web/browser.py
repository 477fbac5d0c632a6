"""A browser as somebody has it before them, and what it complained of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Response

PASSWORD = "a long enough phrase"
"""Everybody's."""
_AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_WATCH_POLICY = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} refused ${event.blockedURI} at ${event.sourceFile}`));
"""
_RUN_AXE = """async (tags) => {
  const found = await axe.run(document, { runOnly: { type: "tag", values: tags } });
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((each) => each.html).slice(0, 3).join(" | ")}`);
}"""
_SETTLE = """() => new Promise((done, fail) => {
  const end = Date.now() + 20000;
  const look = () => {
    const waiting = document.querySelectorAll("[aria-label='Loading…'], [aria-busy=true]");
    const busy = [...waiting].find((each) => each.checkVisibility());  // not in a closed tab
    if (!busy && document.querySelector("h1, h2")) document.fonts.ready.then(() => done());
    else if (Date.now() < end) setTimeout(look, 30);
    else fail(new Error(busy ? `still busy: ${busy.outerHTML.slice(0, 200)}` : "no heading"));
  };
  look();
})"""
_DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
_EXPECTED = {"/api/auth/refresh"}  # 401 as long as nobody has signed in


class Seat:
    """One browser of one person."""

    def __init__(self, browser: Browser, server: str) -> None:
        self.complaints: list[str] = []
        self._server = server
        self._context = browser.new_context(reduced_motion="reduce", base_url=server)
        self._context.add_init_script(_WATCH_POLICY)
        self.page = self._context.new_page()
        self.page.set_default_timeout(15_000)
        self._watch(self.page)

    def _watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("console", self._heard)
        page.on("response", self._answered)
        page.on("requestfailed", self._failed)

    def _heard(self, message: Any) -> None:
        # what failed to load is told with its address by `_answered`
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.complaints.append(f"console: {message.text}")

    def _answered(self, response: Response) -> None:
        path = response.url.removeprefix(self._server)
        if response.status >= 400 and path not in _EXPECTED:
            self.complaints.append(f"{response.status}: {path}")

    def _failed(self, request: Any) -> None:
        if request.failure != "net::ERR_ABORTED":  # the page was left
            self.complaints.append(f"{request.failure}: {request.url}")

    def sign_in(self, user: str, password: str) -> None:
        """By keyboard alone."""
        self.page.goto("/")
        self.page.get_by_label("User name").wait_for()
        self.page.keyboard.type(user)
        self.page.keyboard.press("Tab")
        self.page.keyboard.type(password)
        self.page.keyboard.press("Enter")
        self.page.get_by_role("navigation", name="Places").wait_for()

    def places(self) -> list[str]:
        """The addresses of the places that are shown at the side."""
        links = self.page.get_by_role("navigation", name="Places").get_by_role("link").all()
        return [link.get_attribute("href") or "" for link in links]

    def go(self, path: str) -> None:
        """Opens an address and waits until what it shows stands."""
        self.page.goto(path)
        self.settle()

    def settle(self) -> None:
        """Waits until nothing is being loaded."""
        self.page.evaluate(_SETTLE)

    def wear(self, theme: str, width: int) -> None:
        """Light or dark, wide or narrow."""
        self.page.set_viewport_size({"width": width, "height": 800 if width > 500 else 740})
        self.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        worn = self.page.locator(f"html[data-mantine-color-scheme={theme}]")
        worn.wait_for(state="attached")
        self.page.evaluate(_DRAWN)

    def violations(self) -> list[str]:
        """What axe finds against WCAG 2.2 AA."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(_AXE.read_text(encoding="utf-8"))
        found: list[str] = self.page.evaluate(_RUN_AXE, _TAGS)
        return found

    def is_too_wide(self) -> bool:
        """Whether one has to scroll sideways."""
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        return bool(self.page.evaluate(wide))

    def leave(self) -> None:
        self._context.close()
