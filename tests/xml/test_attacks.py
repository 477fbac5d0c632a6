"""What hostile or broken XML gets: a typed refusal with line and remedy, at once."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trivium.xml import InvalidXml, Limits, parse

LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>
<lolz>&c;</lolz>"""
ENTITY = b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
MARK = "\ufeff"

DOCTYPES = {
    "billion laughs": LAUGHS,
    "external entity in an element": ENTITY + b"<r>&x;</r>",
    "external entity in an attribute": ENTITY + b'<r a="&x;"/>',
    "internal entity in an attribute": b'<!DOCTYPE r [<!ENTITY x "y">]><r a="&x;"/>',
    "quadratic blowup": b'<!DOCTYPE r [<!ENTITY x "%s">]><r>%s</r>' % (b"y" * 9999, b"&x;" * 9999),
    "external subset": b'<!DOCTYPE r SYSTEM "http://localhost/r.dtd"><r/>',
    "public identifier": b'<!DOCTYPE r PUBLIC "-//W3C//DTD" "http://localhost/r.dtd"><r/>',
    "parameter entity": b'<!DOCTYPE r [<!ENTITY % p SYSTEM "file:///etc/passwd">%p;]><r/>',
    "empty": b"<!DOCTYPE r><r/>",
    "after a comment that names one": b"<!-- <!DOCTYPE a> --><?p <r>?>\n<!DOCTYPE r><r/>",
    "in UTF-16": (MARK + ENTITY.decode() + "<r>&x;</r>").encode("utf-16-le"),
    "in UTF-16 without mark": ("<?xml version='1.0'?>" + ENTITY.decode() + "<r/>").encode(
        "utf-16-be"
    ),
    "in UTF-32": (MARK + ENTITY.decode() + "<r/>").encode("utf-32-be"),
}


@pytest.mark.parametrize("data", DOCTYPES.values(), ids=DOCTYPES)
def test_every_document_type_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidXml) as caught:
        parse(data)
    assert caught.value.code == "xml/doctype-refused"
    assert caught.value.line is not None


BROKEN = {
    "empty": (b"", "xml/not-well-formed", None),
    "blank": (b" \n ", "xml/not-well-formed", None),
    "only a comment": (b"<!-- a -->", "xml/not-well-formed", 1),
    "not XML": (b'{"a": 1}', "xml/not-well-formed", 1),
    "unknown entity": (b"<r>\n&nbsp;</r>", "xml/not-well-formed", 2),
    "wrong end": (b"<a>\n<b>\n</a>", "xml/not-well-formed", 3),
    "cut short": (b"<a>\n<b>", "xml/not-well-formed", 2),
    "two roots": (b"<a/>\n<b/>", "xml/not-well-formed", 2),
    "attribute twice": (b"<a\nb='1' b='2'/>", "xml/not-well-formed", 2),
    "attribute twice by namespace": (
        b"<a xmlns:p='u' xmlns:q='u'>\n<b p:x='' q:x=''/></a>",
        *("xml/not-well-formed", 2),
    ),
    "undeclared prefix": (b"<a>\n<p:b/></a>", "xml/not-well-formed", 2),
    "undeclared attribute prefix": (b"<a p:b=''/>", "xml/not-well-formed", 1),
    "two colons": (b"<p:a:b xmlns:p='u'/>", "xml/not-well-formed", 1),
    "prefix unbound": (b"<a xmlns:p=''/>", "xml/not-well-formed", 1),
    "xml rebound": (b"<a xmlns:xml='u'/>", "xml/not-well-formed", 1),
    "xmlns bound": (b"<a xmlns:xmlns='u'/>", "xml/not-well-formed", 1),
    "nothing but a null": (b"<a>\x00</a>", "xml/not-well-formed", 1),
    "control character by number": (b"<a>&#1;</a>", "xml/not-well-formed", 1),
    "Latin-1 without declaration": ("<a>\né</a>".encode("latin-1"), "xml/encoding", 2),
    "not what is declared": (b"<?xml version='1.0' encoding='UTF-16'?><a/>", "xml/encoding", 1),
    "unknown encoding": (b"<?xml version='1.0' encoding='rot13'?><a/>", "xml/encoding", 1),
    "codec that is no encoding": (b"<?xml version='1.0' encoding='zlib'?><a/>", "xml/encoding", 1),
    "half a UTF-16 character": ("\ufeff<a/>".encode("utf-16-le") + b"\x00", "xml/encoding", None),
}


@pytest.mark.parametrize(("data", "code", "line"), BROKEN.values(), ids=BROKEN)
def test_broken_xml_is_refused_with_its_line(data: bytes, code: str, line: int | None) -> None:
    with pytest.raises(InvalidXml) as caught:
        parse(data)
    assert caught.value.code == code
    assert caught.value.remedy
    if line is not None:
        assert caught.value.line == line


TOO_LARGE = {
    "bytes": (b"<a>" + b"x" * 2000 + b"</a>", "size_bytes"),
    "depth": (b"<a>" * 30 + b"</a>" * 30, "depth"),
    "elements": (b"<a>" + b"<b/>" * 100 + b"</a>", "elements"),
    "attributes": (b"<a " + b" ".join(b'x%d=""' % n for n in range(30)) + b"/>", "attributes"),
    "namespaces": (
        b"<a>" + b"".join(b"<b xmlns='u%d'/>" % n for n in range(20)) + b"</a>",
        "namespace_scopes",
    ),
}
SMALL = Limits(size_bytes=1000, depth=20, elements=90, attributes=20, namespace_scopes=10)


@pytest.mark.parametrize(("data", "limit"), TOO_LARGE.values(), ids=TOO_LARGE)
def test_each_limit_is_named_when_it_is_passed(data: bytes, limit: str) -> None:
    with pytest.raises(InvalidXml) as caught:
        parse(data, limits=SMALL)
    assert caught.value.code == "xml/too-large"
    assert f"`{limit}`" in caught.value.remedy


def test_prefixes_in_scope_are_limited() -> None:
    many = b"".join(b"<a xmlns:p%d='u'>" % n for n in range(101)) + b"</a>" * 101
    with pytest.raises(InvalidXml) as caught:
        parse(many)
    assert caught.value.code == "xml/too-large"


def test_a_million_nested_elements_are_refused_before_they_are_built() -> None:
    with pytest.raises(InvalidXml) as caught:
        parse(b"<a>" * 1_000_000)
    assert caught.value.code == "xml/too-large"


ENCODED = {
    "UTF-8 with mark": "\ufeff<a>é</a>".encode(),
    "UTF-16 little": "\ufeff<?xml version='1.0' encoding='UTF-16'?><a>é</a>".encode("utf-16-le"),
    "UTF-16 big": "\ufeff<?xml version='1.0' encoding='UTF-16'?><a>é</a>".encode("utf-16-be"),
    "UTF-16 unmarked": "<?xml version='1.0' encoding='UTF-16'?><a>é</a>".encode("utf-16-le"),
    "Latin-1": "<?xml version='1.0' encoding='ISO-8859-1'?><a>é</a>".encode("latin-1"),
    "Windows": "<?xml version='1.0' encoding=\"windows-1252\"?><a>é</a>".encode("cp1252"),
    "named entity by number": b"<a>&#233;</a>",
}


@pytest.mark.parametrize("data", ENCODED.values(), ids=ENCODED)
def test_every_usual_encoding_is_read(data: bytes) -> None:
    assert parse(data).root.text == "é"


def test_text_that_was_decoded_already_is_read_whatever_it_declares() -> None:
    assert parse("<?xml version='1.0' encoding='UTF-16'?><a>é</a>").root.text == "é"


@given(st.binary(max_size=60) | st.text("<>/a!-[]CDATA?&;#x1= \"':\n", max_size=60).map(str.encode))
def test_any_bytes_give_a_tree_or_a_refusal(data: bytes) -> None:
    with contextlib.suppress(InvalidXml):
        parse(data)
