"""What the kernel needs from above and may not import: filled by the shell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from trivium.kernel.graph import Definition


class ScriptResult(NamedTuple):
    """The value of a script and the variables that it set."""

    value: Any
    variables: Mapping[str, Any]


class Scripts(Protocol):
    """Runs scripts in languages other than FEEL and JUEL, in a sandbox."""

    def run(self, language: str, source: str, variables: Mapping[str, Any]) -> ScriptResult:
        """Runs it to its end.

        Raises:
            EvaluationFailed: it failed, or went over a limit.
        """


class Decisions(Protocol):
    """Evaluates decisions of DMN models."""

    def evaluate(
        self,
        key: str,
        variables: Mapping[str, Any],
        *,
        version: int | None = None,
        tag: str | None = None,
        beside: str | None = None,
        tenant: str | None = None,
    ) -> Sequence[Mapping[str, Any]]:
        """The outputs of the decision `key`: one mapping per matched rule, or `{key: value}`.

        With a `tenant` those of others are as if they were not there.

        Raises:
            EvaluationFailed: there is no such decision, or it failed.
        """


class Definitions(Protocol):
    """Finds deployed definitions."""

    def get(self, definition_id: str) -> Definition:
        """The one of this id.

        Raises:
            NotFound: there is none.
        """

    def find(
        self,
        kind: str,
        key: str,
        *,
        version: int | None = None,
        tag: str | None = None,
        beside: str | None = None,
        tenant: str | None = None,
    ) -> Definition:
        """The newest, the named version, or that of the same deployment as definition `beside`.

        With a `tenant` those of others are as if they were not there.

        Raises:
            EvaluationFailed: nothing is deployed under that name.
        """
