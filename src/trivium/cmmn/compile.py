"""From the XML of a case model to its executable form, or to the list of what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from trivium import expressions
from trivium.cmmn import definitions, dialect, soundness, words
from trivium.cmmn.case_file import CaseFile
from trivium.cmmn.control import read_control
from trivium.cmmn.elements.case_plan import CasePlan
from trivium.cmmn.elements.stage import Stage
from trivium.cmmn.file_model import read_file
from trivium.cmmn.hearing import read_lifecycle_listeners
from trivium.cmmn.lifecycle import ACTIVE, ENABLED
from trivium.cmmn.listening import connect
from trivium.cmmn.names import CMMN, CMMN_10
from trivium.cmmn.planning_model import read_table, read_task_tables
from trivium.cmmn.sentries import Exit, OnPart, Sentry
from trivium.cmmn.sentry_model import read_sentry
from trivium.cmmn.writing import write_doing, write_item
from trivium.errors import Finding, TriviumError
from trivium.kernel.graph import Definition, Node
from trivium.kernel.scripts import SANDBOXED, SandboxedScript, language_of
from trivium.xml import Element

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from trivium.cmmn.elements.plan_item import PlanItem
    from trivium.expressions import Expression
    from trivium.kernel.additions import Addition
    from trivium.xml import Document

_PLANNED = frozenset({"planItem", "sentry", "planningTable", "exitCriterion"})
_LEFT = {
    "activeInstances": frozenset({ACTIVE}),
    "activeAndEnabledInstances": frozenset({ACTIVE, ENABLED}),
}
_KEPT = frozenset({"documentation", "extensionElements", "defaultControl"})


def compile_cases(document: Document) -> tuple[list[Definition], list[Finding]]:
    """The cases of a file, and everything that is to be said about them."""
    compiler = Compiler(document)
    cases = [compiler.case(xml) for xml in compiler.all(document.root, "case")]
    if not cases:
        compiler.refuse(
            document.root,
            "cmmn/no-case",
            "Expected a case, but the file has none.",
            "Draw a case plan model.",
        )
    return cases, compiler.findings


class Compiler:
    """Compiles one file; collects findings instead of stopping at the first."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.findings: list[Finding] = []
        self.by_id: dict[str, Element] = {}
        for xml in document.root.iter():
            xml_id = xml.get("id")
            if xml_id is not None and xml.namespace in {CMMN, CMMN_10}:
                self.by_id.setdefault(xml_id, xml)
        self.definition: Definition
        self.roles: dict[str, str] = {}
        self.rules: dict[str, Expression] = {}
        self.depth: list[str] = []

    def refuse(
        self, xml: Element, code: str, message: str, remedy: str, *, warning: bool = False
    ) -> None:
        """Notes a fault at an element."""
        severity = "warning" if warning else "error"
        self.findings.append(Finding(code, message, xml.get("id"), xml.line, remedy, severity))  # type: ignore[arg-type]  # one of the two

    @staticmethod
    def all(xml: Element, *names: str) -> list[Element]:
        """The children of these names in CMMN's namespace."""
        return [c for c in xml.children if c.name in names and c.namespace in {CMMN, CMMN_10}]

    def first(self, xml: Element, name: str) -> Element | None:
        """The first child of this name."""
        return next(iter(self.all(xml, name)), None)

    # -- cases and stages

    def case(self, xml: Element, additions: Sequence[Addition] = ()) -> Definition:
        """Compiles one case, with what was added to it."""
        key = xml.get("id") or ""
        root = Node(key, "case", xml.get("name"), xml.line, None, self.documentation(xml))
        behaviour = CasePlan(root)
        root.behaviour = behaviour
        self.definition = Definition("case", key, root, [], xml.get("name"))
        self.definition.version_tag = dialect.attribute(xml, "versionTag")
        kept_for = dialect.attribute(xml, "historyTimeToLive")
        if kept_for is not None:
            self.definition.extensions[key] = {"historyTimeToLive": kept_for}
        self._add(root)
        self.roles = {
            role.get("id") or "": role.get("name") or role.get("id") or ""
            for holder in (xml, *self.all(xml, "caseRoles"))
            for role in self.all(holder, "role", "caseRoles")
            if role.get("id")
        }
        behaviour.initiator = dialect.attribute(xml, "initiatorVariableName")
        behaviour.file = CaseFile(read_file(xml, self))
        plan = self.first(xml, "casePlanModel")
        behaviour.heard_by = read_lifecycle_listeners(xml, self)
        if plan is None:
            self.refuse(
                xml,
                "cmmn/no-plan",
                f"Expected a case plan model in {key!r}, but there is none.",
                "Draw one.",
            )
        else:
            self.rules = {}
            behaviour.heard_by += read_lifecycle_listeners(plan, self)
            self.stage(behaviour, plan)
        for addition in additions:
            self._add_to_plan(addition)
        connect(behaviour, self)
        words.check(xml, self)
        if not any(finding.severity == "error" for finding in self.findings):
            soundness.check(self)
        return self.definition

    def _add(self, node: Node) -> None:
        node.definition = self.definition
        node.index = len(self.definition.nodes)
        node.enter = node.leave = _no_tokens
        self.definition.nodes.append(node)
        self.definition.by_id.setdefault(node.id, node)

    def stage(self, behaviour: Stage, xml: Element) -> None:
        """What is planned in a stage."""
        behaviour.auto_complete = xml.get("autoComplete") == "true"
        behaviour.auto_condition = self.text(xml, dialect.attribute(xml, "autoCompleteCondition"))
        self._refuse_unknown(xml)
        numbers = self._sentries(behaviour, self.all(xml, "sentry"))
        for each in self.all(xml, "planItem"):
            node = self.plan_item(each, behaviour, numbers)
            if node is not None:
                behaviour.children.append(node)
        if isinstance(behaviour, CasePlan):
            for number, each in self._criteria(xml, "exit", numbers):
                event = dialect.attribute(each, "exitEventType")
                behaviour.sentries[number].exit_of_case = event or "exit"
        for table in self.all(xml, "planningTable"):
            read_table(table, behaviour, numbers, None, frozenset(), (), self)
        for node in list(behaviour.children):
            read_task_tables(node, behaviour, numbers, self)

    def _add_to_plan(self, addition: Addition) -> None:
        """Compiles an item that was added to a running case, and its sentries, into their stage."""
        behaviour = self.definition.nodes[addition.stage].behaviour
        assert isinstance(behaviour, Stage)  # noqa: S101  # nothing else is added to
        planned, others = write_item(addition.item)
        self._name(planned)
        for xml in (inner for each in others for inner in each.iter()):
            if not xml.name.endswith("Criterion"):  # they are called as their sentries
                self._name(xml)
        added = [each for each in others if each.name == "sentry"]
        known = {sentry.id: number for number, sentry in enumerate(behaviour.sentries)}
        numbers = known | self._sentries(behaviour, added)
        node = self.plan_item(planned, behaviour, numbers)
        if node is not None:
            read_task_tables(node, behaviour, numbers, self)
            for kind, name, sentry in write_doing(addition.item):
                self._name(sentry)
                self._add_criterion(kind, name, sentry, node)

    def _add_criterion(self, kind: str, name: str, sentry: Element, source: Node) -> None:
        """What is done lets in, or ends, another plan item: that gets a criterion more."""
        targets = [n for n in self.definition.nodes if n.id == name and n.container is not None]
        items = [(node, cast("PlanItem", node.behaviour)) for node in targets]
        if not items or (kind == "entry" and not all(item.criteria for _, item in items)):
            self.refuse(
                sentry,
                "cmmn/unknown-reference" if not items else "case/invalid-plan-item",
                f"Expected a plan item{' with entry criteria' if items else ''}, but found {name!r}"
                f"{', which starts by itself' if items else ''}.",
                "Name another one, or none.",
            )
        event = "complete" if "complete" in cast("PlanItem", source.behaviour).life else "occur"
        place = sentry.get("id") or ""
        for node, item in items:
            stage = cast("Stage", cast("Node", node.container).behaviour)
            added = Sentry(place, (OnPart(source.id, event, id=place),), None)
            if kind == "entry":
                added.entries.append(node)
                item.criteria = (*item.criteria, len(stage.sentries))
            else:
                added.exits.append(Exit(node, place))
            stage.sentries.append(added)

    def _name(self, xml: Element) -> None:
        xml_id = xml.get("id")
        if xml_id is None or self.by_id.setdefault(xml_id, xml) is xml or xml.name != "planItem":
            return
        self.refuse(
            xml,
            "cmmn/duplicate-id",
            f"Expected an id that the case does not have yet, but it has {xml_id!r}.",
            "Choose another one, or none.",
        )

    def _sentries(self, behaviour: Stage, sentries: Iterable[Element]) -> dict[str, int]:
        """Reads sentries of a stage; gives their numbers by their ids."""
        numbers: dict[str, int] = {}
        for each in sentries:
            numbers[each.get("id") or ""] = len(behaviour.sentries)
            behaviour.sentries.append(read_sentry(each, self))
        return numbers

    def _refuse_unknown(self, xml: Element) -> None:
        for child in xml.children:
            is_ours = child.namespace in {CMMN, CMMN_10}
            if is_ours and child.name not in _PLANNED | _KEPT | definitions.KINDS.keys():
                self.refuse(
                    child,
                    "cmmn/unsupported-element",
                    f"Expected an element of a stage, but found `{child.name}`.",
                    "Remove it.",
                )

    def plan_item(self, xml: Element, stage: Stage, numbers: dict[str, int]) -> Node | None:
        """A plan item or discretionary item, with what it is an item of."""
        reference = xml.get("definitionRef") or ""
        definition = self.by_id.get(reference)
        if definition is None or definition.name not in definitions.KINDS:
            self.refuse(
                xml,
                "cmmn/unknown-reference",
                "Expected definitionRef to name a stage, task, milestone or listener, but found"
                f" {reference!r}.",
                "Correct the reference.",
            )
            return None
        if reference in self.depth:
            self.refuse(
                xml,
                "cmmn/stage-in-itself",
                f"Expected no stage to be planned inside itself, but {reference} is.",
                "Plan another one.",
            )
            return None
        node = Node(
            xml.get("id") or f"{xml.name}-{xml.line}",
            definition.name,
            xml.get("name") or definition.get("name"),
            xml.line,
            stage.node,
            self.documentation(definition),
        )
        self._add(node)
        behaviour = definitions.KINDS[definition.name](node, definition, self)
        node.behaviour = behaviour
        behaviour.heard_by = read_lifecycle_listeners(definition, self)
        behaviour.control = read_control(xml, definition, self)
        behaviour.criteria = tuple(number for number, _ in self._criteria(xml, "entry", numbers))
        for number in behaviour.criteria:
            stage.sentries[number].entries.append(node)
        for number, each in self._criteria(xml, "exit", numbers):
            stage.sentries[number].exits.append(self._exit(node, each))
        if isinstance(behaviour, Stage):
            self.depth.append(reference)
            self.stage(behaviour, definition)
            self.depth.pop()
        return node

    def _exit(self, node: Node, criterion: Element) -> Exit:
        """An exit criterion, with what Flowable says of it besides."""
        states = _LEFT.get(dialect.attribute(criterion, "exitType") or "")
        event = dialect.attribute(criterion, "exitEventType") or "exit"
        if event != "exit" and not isinstance(node.behaviour, Stage):
            words.warn(criterion, "exitEventType", self)
            event = "exit"
        return Exit(node, criterion.get("id") or "", states, event)

    def rule(self, xml: Element | None) -> Expression | None:
        """A rule; one without a condition is true."""
        if xml is None:
            return None
        return self.condition(xml) or expressions.compile("true", language="feel")

    # -- criteria

    def _criteria(
        self, xml: Element, kind: str, numbers: dict[str, int]
    ) -> Iterator[tuple[int, Element]]:
        references = [
            (each.get("sentryRef") or "", each) for each in self.all(xml, f"{kind}Criterion")
        ]
        references += [(each, xml) for each in (xml.get(f"{kind}CriteriaRefs") or "").split()]
        for reference, each in references:
            number = numbers.get(reference)
            if number is None:
                self.refuse(
                    each if each.get("id") else xml,
                    "cmmn/unknown-reference",
                    f"Expected sentryRef to name a sentry of the same stage, but found {reference!r}.",
                    "Correct the reference.",
                )
            else:
                yield number, each

    # -- expressions

    def role_names(self, xml: Element) -> frozenset[str]:
        """The roles that may do something."""
        references = (xml.get("authorizedRoleRefs") or "").split()
        return frozenset(self.roles.get(each, each) for each in references)

    def condition(self, xml: Element) -> Expression | None:
        """The condition inside an element; in CMMN 1.0 its text is in a `body`."""
        holder = self.first(xml, "condition")
        if holder is None:
            return None
        body = self.first(holder, "body")
        text = ((holder if body is None else body).text or "").strip()
        return self.expression(xml, text) if text else None

    def expression(self, xml: Element, text: str) -> Expression | None:
        """`${…}` is JUEL, everything else FEEL, with or without a leading `=`."""
        try:
            if "${" in text or "#{" in text:
                return expressions.template(text)
            return expressions.compile(text.removeprefix("="), language="feel")
        except TriviumError as error:
            self.refuse(
                xml,
                error.code,
                error.message,
                "Correct the expression; FEEL and JUEL `${…}` are understood.",
            )
            return None

    def script(self, xml: Element, language: str, source: str) -> Expression | None:
        """A script of a listener; languages other than FEEL and JUEL run in the sandbox."""
        known = language_of(language) or ("juel" if "${" in source else "feel")
        if known in SANDBOXED:
            return cast("Expression", SandboxedScript(source, SANDBOXED[known]))
        if known in {"feel", "juel"}:
            return self.expression(xml, source.strip())
        self.refuse(
            xml,
            "cmmn/unsupported-script-language",
            f"Expected a script in FEEL, JavaScript or Starlark, but found `{language}`.",
            "Rewrite it in one of these.",
        )
        return None

    def text(self, xml: Element, text: str | None) -> Expression | None:
        """A text that may hold `${…}`, or be FEEL after a leading `=`."""
        if text is None or not text.strip():
            return None
        try:
            return expressions.written(text)
        except TriviumError as error:
            self.refuse(xml, error.code, error.message, "Correct the expression.")
            return None

    def documentation(self, xml: Element) -> str | None:
        """The text of `documentation`, or the description of CMMN 1.0."""
        found = self.first(xml, "documentation")
        if found is not None and (found.text or "").strip():
            return (found.text or "").strip()
        return xml.get("description")


def _no_tokens(step: object, scope: object) -> None:
    """A case has no tokens: nothing goes on from here by itself."""
