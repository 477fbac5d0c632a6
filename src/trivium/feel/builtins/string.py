"""String functions. Standard: DMN 1.5, 10.3.4.3."""

from collections.abc import Callable
from typing import TypeVar

from trivium.feel.builtins.registry import builtin
from trivium.feel.errors import NullResult
from trivium.feel.regex import InvalidPattern, Pattern, pattern
from trivium.feel.state import State
from trivium.feel.values import Items

Result = TypeVar("Result")


@builtin("substring", "string", "start position", "length")
def substring(string: str, start: int, length: int | None = None) -> str:
    """The part from the position on, counted from 1 or backwards from -1.

    `substring("foobar", 3) = "obar"`
    `substring("foobar", 3, 3) = "oba"`
    `substring("foobar", -2, 1) = "a"`
    """
    if start == 0 or abs(start) > len(string):
        raise NullResult(f"Expected a position within the string but got {start}")
    first = start - 1 if start > 0 else len(string) + start
    if length is not None and not 1 <= length <= len(string) - first:
        raise NullResult(f"Expected a length within the string but got {length}")
    return string[first:] if length is None else string[first : first + length]


@builtin("string length", "string")
def string_length(string: str) -> int:
    """The number of characters (code points).

    `string length("foo") = 3`
    """
    return len(string)


@builtin("upper case", "string")
def upper_case(string: str) -> str:
    """All letters as capitals.

    `upper case("aBc4") = "ABC4"`
    """
    return string.upper()


@builtin("lower case", "string")
def lower_case(string: str) -> str:
    """All letters as small ones.

    `lower case("aBc4") = "abc4"`
    """
    return string.lower()


@builtin("substring before", "string", "match")
def substring_before(string: str, match: str) -> str:
    """The part before the first `match`; empty if it does not occur.

    `substring before("foobar", "bar") = "foo"`
    `substring before("foobar", "xyz") = ""`
    """
    head, found, _ = string.partition(match) if match else ("", "", "")
    return head if found else ""


@builtin("substring after", "string", "match")
def substring_after(string: str, match: str) -> str:
    """The part after the first `match`; empty if it does not occur.

    `substring after("foobar", "ob") = "ar"`
    `substring after("", "a") = ""`
    """
    return string.partition(match)[2] if match else string


@builtin("contains", "string", "match")
def contains(string: str, match: str) -> bool:
    """Whether `match` occurs in the string.

    `contains("foobar", "of") = false`
    """
    return match in string


@builtin("starts with", "string", "match")
def starts_with(string: str, match: str) -> bool:
    """Whether the string begins with `match`.

    `starts with("foobar", "fo") = true`
    """
    return string.startswith(match)


@builtin("ends with", "string", "match")
def ends_with(string: str, match: str) -> bool:
    """Whether the string ends with `match`.

    `ends with("foobar", "r") = true`
    """
    return string.endswith(match)


@builtin("string join", "list", "delimiter")
def string_join(state: State, items: Items, delimiter: str | None = None) -> str:
    """The strings one after the other with the delimiter between; nulls are left out.

    `string join(["a", "b", "c"], "_and_") = "a_and_b_and_c"`
    `string join(["a", null, "c"]) = "ac"`
    """
    texts = [item for item in items if item is not None]
    if any(type(text) is not str for text in texts):
        raise NullResult("Expected a list of strings")
    gap = delimiter or ""
    state.check_characters(sum(map(len, texts)) + len(gap) * len(texts))
    return gap.join(texts)


def _by_pattern(text: str, flags: str | None, use: Callable[[Pattern], Result]) -> Result:
    try:
        return use(pattern(text, flags or ""))
    except InvalidPattern as error:
        raise NullResult(str(error), "feel/invalid-pattern") from error


@builtin("matches", "input", "pattern", "flags")
def matches(state: State, text: str, regex: str, flags: str | None = None) -> bool:
    """Whether the pattern, a regular expression of XPath, occurs in the string.

    Flags: `s` the dot takes ends of lines too, `m` `^` and `$` stand at each line, `i` case does
    not matter, `x` white space in the pattern does not count.

    `matches("foobar", "^fo*b") = true`
    `matches("FOO", "o{2}", "i") = true`
    """
    return _by_pattern(regex, flags, lambda found: found.is_found(text, state.charge))


@builtin("replace", "input", "pattern", "replacement", "flags")
def replace(state: State, text: str, regex: str, replacement: str, flags: str | None = None) -> str:
    """The string with each occurrence of the pattern replaced; `$1` is the text of a group.

    `replace("abcd", "(ab)|(a)", "[1=$1][2=$2]") = "[1=ab][2=]cd"`
    `replace("abracadabra", "bra", "*") = "a*cada*"`
    """
    result = _by_pattern(
        regex,
        flags,
        lambda found: found.replace(text, replacement, state.charge, state.check_characters),
    )
    state.check_characters(len(result))
    return result


@builtin("split", "string", "delimiter")
def split(state: State, string: str, delimiter: str) -> list[str]:
    r"""The parts of the string between the places where the delimiter, a pattern, occurs.

    `split("John Doe", "\\s") = ["John", "Doe"]`
    `split("a;b;c;;", ";") = ["a", "b", "c", "", ""]`
    """
    result = _by_pattern(delimiter, None, lambda found: found.split(string, state.charge))
    state.check_items(len(result))
    return result


FUNCTIONS = (
    substring,
    string_length,
    upper_case,
    lower_case,
    substring_before,
    substring_after,
    contains,
    starts_with,
    ends_with,
    matches,
    replace,
    split,
    string_join,
)
