"""What expressions see besides variables: the time, and the roots of JUEL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trivium.kernel.moments import from_ms

if TYPE_CHECKING:
    from trivium.kernel.element_instance import ElementInstance
    from trivium.kernel.step import Step


def context(language: str, step: Step, item: ElementInstance) -> Any:
    """The context for an expression of this language, evaluated at `item` in `step`."""
    raise NotImplementedError
