"""Small DMN models as XML, for tests."""

from xml.sax.saxutils import escape, quoteattr

from trivium import dmn

NAMESPACES = {
    "1.1": "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    "1.2": "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "1.3": "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "1.4": "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "1.5": "https://www.omg.org/spec/DMN/20230324/MODEL/",
}


def model(*elements, version="1.5", namespace="test", name="test", attributes=""):
    return (
        f'<definitions xmlns="{NAMESPACES[version]}" namespace="{namespace}" name="{name}" '
        f'id="definitions" {attributes}>{"".join(elements)}</definitions>'
    ).encode()


def load(*elements, strict=True, resolve=None, **options):
    return dmn.load(model(*elements, **options), strict=strict, resolve=resolve)


def type_attribute(kind):
    return f" typeRef={quoteattr(kind)}" if kind else ""


def variable(name, kind=None):
    return f"<variable name={quoteattr(name)}{type_attribute(kind)}/>"


def input_data(name, kind=None):
    return (
        f"<inputData id={quoteattr(name)} name={quoteattr(name)}>{variable(name, kind)}</inputData>"
    )


def requirements(inputs=(), decisions=(), knowledge=()):
    def href(name):
        return quoteattr(name if "#" in name else f"#{name}")

    return "".join(
        [
            *(
                f"<informationRequirement><requiredInput href={href(name)}/>"
                "</informationRequirement>"
                for name in inputs
            ),
            *(
                f"<informationRequirement><requiredDecision href={href(name)}/>"
                "</informationRequirement>"
                for name in decisions
            ),
            *(
                f"<knowledgeRequirement><requiredKnowledge href={href(name)}/>"
                "</knowledgeRequirement>"
                for name in knowledge
            ),
        ]
    )


def decision(name, body="", kind=None, **needs):
    return (
        f"<decision id={quoteattr(name)} name={quoteattr(name)}>{variable(name, kind)}"
        f"{requirements(**needs)}{body}</decision>"
    )


def literal(text, kind=None):
    return (
        f"<literalExpression{type_attribute(kind)}><text>{escape(text)}</text></literalExpression>"
    )


def parameter(name, kind=None):
    return f"<formalParameter name={quoteattr(name)}{type_attribute(kind)}/>"


def knowledge(name, parameters, body, kind=None, *, needs=(), logic=""):
    made = "".join(
        parameter(*one) if isinstance(one, tuple) else parameter(one) for one in parameters
    )
    return (
        f"<businessKnowledgeModel id={quoteattr(name)} name={quoteattr(name)}>"
        f"{variable(name, kind)}<encapsulatedLogic {logic}>{made}{body}</encapsulatedLogic>"
        f"{requirements(knowledge=needs)}</businessKnowledgeModel>"
    )


def service(name, outputs, inputs=(), input_decisions=(), encapsulated=(), kind=None):
    def references(tag, names):
        return "".join(f'<{tag} href="#{one}"/>' for one in names)

    return (
        f"<decisionService id={quoteattr(name)} name={quoteattr(name)}>{variable(name, kind)}"
        f"{references('outputDecision', outputs)}{references('encapsulatedDecision', encapsulated)}"
        f"{references('inputDecision', input_decisions)}{references('inputData', inputs)}"
        "</decisionService>"
    )


def item(name, kind=None, *, allowed=None, constraint=None, collection=False, components=()):
    parts = f"<typeRef>{kind}</typeRef>" if kind else ""
    if allowed:
        parts += f"<allowedValues><text>{escape(allowed)}</text></allowedValues>"
    if constraint:
        parts += f"<typeConstraint><text>{escape(constraint)}</text></typeConstraint>"
    for component, component_kind in components:
        parts += (
            f"<itemComponent name={quoteattr(component)}><typeRef>{component_kind}</typeRef>"
            "</itemComponent>"
        )
    flag = ' isCollection="true"' if collection else ""
    return f"<itemDefinition name={quoteattr(name)}{flag}>{parts}</itemDefinition>"


def table(inputs, outputs, rules, policy="UNIQUE", aggregation=None):
    """A decision table; inputs are texts or (text, type, input values), outputs are dicts."""
    made = []
    for one in inputs:
        text, kind, values = (*one, None, None)[:3] if isinstance(one, tuple) else (one, None, None)
        allowed = f"<inputValues><text>{escape(values)}</text></inputValues>" if values else ""
        made.append(
            f"<input><inputExpression{type_attribute(kind)}><text>{escape(text)}</text>"
            f"</inputExpression>{allowed}</input>"
        )
    for one in outputs:
        named = f" name={quoteattr(one['name'])}" if "name" in one else ""
        parts = ""
        if "values" in one:
            parts += f"<outputValues><text>{escape(one['values'])}</text></outputValues>"
        if "default" in one:
            parts += (
                f"<defaultOutputEntry><text>{escape(one['default'])}</text></defaultOutputEntry>"
            )
        made.append(f"<output{named}{type_attribute(one.get('kind'))}>{parts}</output>")
    for number, (cells, results) in enumerate(rules, 1):
        made.append(f'<rule id="rule{number}">')
        made += [f"<inputEntry><text>{escape(cell)}</text></inputEntry>" for cell in cells]
        made += [f"<outputEntry><text>{escape(cell)}</text></outputEntry>" for cell in results]
        made.append("</rule>")
    extra = f' aggregation="{aggregation}"' if aggregation else ""
    return f'<decisionTable id="table" hitPolicy="{policy}"{extra}>{"".join(made)}</decisionTable>'


def value_of(body, inputs=None, kinds=(), **options):
    """The value of a decision with this body, over untyped input data for each input."""
    inputs = inputs or {}
    kinds = dict(kinds)
    loaded = load(
        *(input_data(name, kinds.get(name)) for name in inputs),
        decision("d", body, inputs=tuple(inputs)),
        **options,
    )
    return loaded.evaluate("d", inputs).value
