"""Reading the case file of a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trivium.cmmn.case_file import FileItem

if TYPE_CHECKING:
    from trivium.cmmn.compile import Compiler
    from trivium.xml import Element


def read_file(case: Element, compiler: Compiler) -> dict[str, FileItem]:
    """The items of the case file, children after their parents."""
    found: dict[str, FileItem] = {}
    for model in compiler.all(case, "caseFileModel"):
        for xml in compiler.all(model, "caseFileItem"):
            _read(xml, None, found, compiler)
    return found


def _read(xml: Element, parent: str | None, found: dict[str, FileItem], compiler: Compiler) -> None:
    item_id = xml.get("id") or ""
    if item_id in found:
        compiler.refuse(
            xml,
            "cmmn/duplicate-id",
            f"Expected unique ids in the case file, but {item_id} occurs twice.",
            "Rename one.",
        )
        return
    item = FileItem(
        item_id,
        xml.get("name") or item_id,
        xml.get("multiplicity") or "Unspecified",
        parent,
        targets=tuple((xml.get("targetRefs") or "").split()),
    )
    found[item_id] = item
    if parent is not None:
        found[parent].children.append(item_id)
    for holder in compiler.all(xml, "children"):
        for child in compiler.all(holder, "caseFileItem"):
            _read(child, item_id, found, compiler)
