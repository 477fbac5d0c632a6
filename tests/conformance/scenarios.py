"""Scenario files: what is in them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_UPSTREAMS = {"camunda7": "camunda"}


@dataclass(frozen=True)
class Scenario:
    """One scenario; `models` are resolved against `root`."""

    id: str
    suite: str
    root: Path
    models: tuple[str, ...]
    features: tuple[str, ...]
    steps: tuple[dict[str, Any], ...]
    source: str = ""

    def model(self, name: str) -> Path:
        """The path of a model of this scenario."""
        return self.root / name


def load(folder: Path, models: Path | None) -> list[Scenario]:
    """All scenarios in the YAML files under a folder, in the order of files and of each file."""
    found = []
    for path in sorted(folder.rglob("*.yaml")):
        if path.name == "disputed.yaml":
            continue
        root = _models_root(path, models)
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")) or []:
            found.append(
                Scenario(
                    entry["id"],
                    path.stem,
                    root,
                    tuple(entry.get("models", ())),
                    tuple(str(each) for each in entry.get("features", ())),
                    tuple(entry["steps"]),
                    entry.get("source", ""),
                )
            )
    return found


def _models_root(path: Path, models: Path | None) -> Path:
    """`<models>/<upstream>`; without a root given, `models` beside or above the file."""
    upstream = _UPSTREAMS.get(path.stem, path.stem)
    roots = [models] if models is not None else [p / "models" for p in path.parents]
    for root in roots:
        for candidate in (root / upstream, root):
            if candidate.is_dir():
                return candidate
    return path.parent
