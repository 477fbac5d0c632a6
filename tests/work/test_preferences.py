from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trivium.errors import InvalidModel
from trivium.work.notifications.kinds import KINDS
from trivium.work.notifications.preferences import preferences_data, read_preferences

_TIMES = st.integers(0, 24 * 60 - 1).map(lambda each: f"{each // 60:02}:{each % 60:02}")
_WAYS = st.lists(st.sampled_from(("in-app", "mail", "chat")), unique=True, max_size=3)
_PREFERENCES = st.fixed_dictionaries(
    {},
    optional={
        "language": st.sampled_from(("en", "de", "pt-BR", None)),
        "zone": st.sampled_from(("UTC", "Europe/Berlin", "Asia/Kathmandu")),
        "channels": st.dictionaries(st.sampled_from((*KINDS, "*")), _WAYS),
        "quiet": st.none() | st.just({"from": "22:00", "until": "06:30"}),
        "digests": st.dictionaries(
            st.sampled_from(("mail", "chat")), st.sampled_from(("at-once", "hourly", "daily"))
        ),
        "digest_at": _TIMES,
        "addresses": st.dictionaries(st.just("chat"), st.sampled_from(("@adam", "#team", "a@b.c"))),
    },
)


@given(_PREFERENCES)
def test_preferences_read_and_written_are_the_same(data):
    found = read_preferences(data, ["chat"])
    assert read_preferences(preferences_data(found), ["chat"]) == found


@pytest.mark.parametrize(
    ("data", "where"),
    [
        ({"langage": "en"}, "the preferences"),
        ({"language": "english"}, "language"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"zone": "../../etc/passwd"}, "zone"),
        ({"zone": ""}, "zone"),
        ({"zone": 3}, "zone"),
        ({"channels": {"mention": ["pager"]}}, "channels.mention"),
        ({"channels": {"gossip": ["mail"]}}, "channels"),
        ({"channels": []}, "channels"),
        ({"channels": {"mention": [1]}}, "channels.mention"),
        ({"quiet": "22:00"}, "quiet"),
        ({"quiet": {"from": "22:00"}}, "quiet.until"),
        ({"quiet": {"from": "22:00", "until": "22:00"}}, "quiet.until"),
        ({"quiet": {"from": "24:00", "until": "06:00"}}, "quiet.from"),
        ({"digests": {"mail": "weekly"}}, "digests.mail"),
        ({"digests": {"in-app": "daily"}}, "digests"),
        ({"digest_at": "8"}, "digest_at"),
        ({"addresses": {"pager": "a"}}, "addresses"),
        ({"addresses": {"chat": "a b"}}, "addresses.chat"),
        ({"addresses": {"chat": "a/../b?x=1"}}, "addresses.chat"),
        ({"addresses": {"mail": "a@b.c\nBcc: all@b.c"}}, "addresses.mail"),
    ],
)
def test_wrong_preferences_are_refused_with_their_place(data, where):
    with pytest.raises(InvalidModel) as refusal:
        read_preferences(data, ["chat"])
    assert [finding.element for finding in refusal.value.findings] == [where]


def test_usual_ways_are_in_the_application_and_mail_but_for_what_is_only_offered():
    usual = read_preferences({}, [])
    assert usual.ways("task-assigned") == ("in-app", "mail")
    assert usual.ways("task-offered") == ("in-app",)
    chosen = read_preferences({"channels": {"*": ["mail"], "mention": []}}, [])
    assert (chosen.ways("task-offered"), chosen.ways("mention")) == (("mail",), ())
