"""Pages without the web application: what is running, where that is not built, and the errors."""

from __future__ import annotations

import json
import re
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trivium.engine import Engine

ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32' fill='none'"
    " stroke='%231f5fbf' stroke-width='3' stroke-linecap='round'%3E%3Cpath d='M16 29V17m0 0L6 7m10"
    " 10L26 7'/%3E%3Ccircle cx='16' cy='17' r='3.5' fill='%231f5fbf'/%3E%3C/svg%3E"
)
"""Three ways that meet."""

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="{icon}">
<style>
:root {{ color-scheme: light dark; --ink: #1d2733; --quiet: #5b6876; --line: #dde3ea; --paper: #fff;
  --tint: #f4f7fa; --blue: #1f5fbf }}
@media (prefers-color-scheme: dark) {{ :root {{ --ink: #e8edf2; --quiet: #9aa7b4; --line: #2c3844;
  --paper: #121920; --tint: #1a232c; --blue: #7fb0ff }} }}
body {{ margin: 0; font: 16px/1.55 system-ui, sans-serif; color: var(--ink);
  background: var(--paper) }}
main {{ max-width: 54rem; margin: 0 auto; padding: 4rem 1.5rem }}
h1 {{ font-size: 2.2rem; margin: 0; letter-spacing: -.02em }}
h2 {{ font-size: 1.05rem; margin: 2.5rem 0 .5rem }}
h3 {{ font: 600 .95rem ui-monospace, monospace; margin: 1.4rem 0 .2rem; scroll-margin: 2rem }}
h3:target {{ color: var(--blue) }}
h3 + p {{ margin: 0 }}
p.lead {{ color: var(--quiet); margin: .4rem 0 2rem }}
a {{ color: var(--blue) }}
code {{ background: var(--tint); border-radius: .25rem; padding: .05rem .3rem; font-size: .9em }}
dl {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 1rem;
  margin: 0 0 2.5rem }}
dl div {{ background: var(--tint); border-radius: .6rem; padding: .9rem 1.1rem }}
dt {{ color: var(--quiet); font-size: .85rem }}
dd {{ margin: 0; font-size: 1.7rem; font-variant-numeric: tabular-nums }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ text-align: left; padding: .5rem .8rem .5rem 0; border-bottom: 1px solid var(--line) }}
th {{ color: var(--quiet); font-weight: 500; font-size: .85rem }}
</style>
</head>
<body><main>{content}</main></body>
</html>
"""


def _page(title: str, content: str) -> str:
    return _PAGE.format(title=escape(title), icon=ICON, content=content)


_LEAD = (
    '<h1>Trivium</h1><p class="lead">Processes, cases and decisions in one engine.'
    ' <a href="/docs">The HTTP interface</a> and <a href="/docs/errors">its errors</a> are'
    " documented here. The web application is not built: <code>make web</code> does it.</p>"
)


def closed_page() -> str:
    """What a stranger sees where one has to sign in."""
    return _page("Trivium", f"{_LEAD}<p>Sign in to see what is there.</p>")


def landing_page(engine: Engine) -> str:
    """What is there, in one look."""
    counts = "".join(
        f"<div><dt>{escape(name.replace('_', ' '))}</dt><dd>{number:,}</dd></div>"
        for name, number in engine.counts().items()
    )
    deployed = engine.definitions.query(latest_only=True, limit=100)
    rows = "".join(
        f"<tr><td>{escape(each.key)}</td><td>{escape(each.name or '')}</td>"
        f"<td>{escape(each.kind)}</td><td>{each.version}</td></tr>"
        for each in deployed
    )
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("Key", "Name", "Kind", "Version"))
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    return _page(
        "Trivium",
        f"{_LEAD}<dl>{counts}</dl>"
        + (table if rows else "<p>Nothing is deployed yet: <code>trivium deploy FILE</code>.</p>"),
    )


@cache
def error_page() -> str:
    """Every error code, by area: what it means and what to do. Made by `tools/error_pages.py`."""
    catalogue = json.loads(files("trivium.api").joinpath("errors.json").read_text("utf-8"))
    parts = []
    area = ""
    for code, paragraphs in catalogue.items():
        if code.partition("/")[0] != area:
            area = code.partition("/")[0]
            parts.append(f"<h2>{escape(area)}</h2>")
        parts.append(f'<h3 id="{code.replace("/", "-")}">{escape(code)}</h3>')
        parts.extend(f"<p>{_inline(paragraph)}</p>" for paragraph in paragraphs)
    return _page(
        "Trivium: errors",
        '<h1>Errors</h1><p class="lead">The <code>code</code> of a problem, what it means, and what'
        f' to do. <a href="/docs">The HTTP interface</a>.</p>{"".join(parts)}',
    )


def _inline(text: str) -> str:
    """Bold and code of Markdown."""
    shown = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", escape(text))
    return re.sub(r"`(.+?)`", r"<code>\1</code>", shown)
