"""The page at `/` until the web application is there."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trivium.engine import Engine

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Trivium</title>
<style>
:root {{ color-scheme: light dark; --ink: #1d2733; --quiet: #5b6876; --line: #dde3ea; --paper: #fff; --tint: #f4f7fa; --blue: #1f5fbf }}
@media (prefers-color-scheme: dark) {{ :root {{ --ink: #e8edf2; --quiet: #9aa7b4; --line: #2c3844; --paper: #121920; --tint: #1a232c; --blue: #7fb0ff }} }}
body {{ margin: 0; font: 16px/1.55 system-ui, sans-serif; color: var(--ink); background: var(--paper) }}
main {{ max-width: 54rem; margin: 0 auto; padding: 4rem 1.5rem }}
h1 {{ font-size: 2.2rem; margin: 0; letter-spacing: -.02em }}
p {{ color: var(--quiet); margin: .4rem 0 2rem }}
a {{ color: var(--blue) }}
dl {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 1rem; margin: 0 0 2.5rem }}
dl div {{ background: var(--tint); border-radius: .6rem; padding: .9rem 1.1rem }}
dt {{ color: var(--quiet); font-size: .85rem }}
dd {{ margin: 0; font-size: 1.7rem; font-variant-numeric: tabular-nums }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ text-align: left; padding: .5rem .8rem .5rem 0; border-bottom: 1px solid var(--line) }}
th {{ color: var(--quiet); font-weight: 500; font-size: .85rem }}
</style>
</head>
<body><main>
<h1>Trivium</h1>
<p>Processes, cases and decisions in one engine. <a href="/docs">The HTTP interface</a> is documented here.</p>
<dl>{counts}</dl>
<table><thead><tr><th scope="col">Process</th><th scope="col">Name</th><th scope="col">Version</th></tr></thead>
<tbody>{rows}</tbody></table>
</main></body>
</html>
"""


def page(engine: Engine) -> str:
    """What is there, in one look."""
    counts = "".join(
        f"<div><dt>{escape(name.replace('_', ' '))}</dt><dd>{number}</dd></div>"
        for name, number in engine.counts().items()
    )
    rows = "".join(
        f"<tr><td>{escape(d.key)}</td><td>{escape(d.name or '')}</td><td>{d.version}</td></tr>"
        for d in engine.definitions.query(latest_only=True, limit=100)
    )
    return _PAGE.format(counts=counts, rows=rows)
