from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.models import chain

from trivium.errors import InvalidInput
from trivium.kernel.moments import from_ms
from trivium.work.sla.figures import figures

_ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "target_key": st.sampled_from(["x", "y"]),
            "goal": st.just("resolution"),
            "key": st.sampled_from(["p", "q"]),
            "element_id": st.sampled_from([None, "a"]),
            "priority": st.sampled_from([None, 10, 50]),
            "status": st.sampled_from(["met", "breached", "cancelled"]),
            "elapsed_ms": st.integers(0, 10**6),
            "ended_at": st.integers(1_790_000_000_000, 1_790_300_000_000),
        }
    ),
    max_size=40,
)


@given(_ROWS)
def test_figures_are_those_of_counting_one_by_one(rows):
    zone = ZoneInfo("America/New_York")
    groups = defaultdict(list)
    for row in rows:
        day = from_ms(row["ended_at"]).astimezone(zone).strftime("%Y-%m-%d")
        groups[row["target_key"], row["priority"], day].append(row)
    found = figures(rows, [], ("target", "priority", "day"), zone)
    assert len(found) == len(groups)
    for each in found:
        own = groups[each.by["target"], each.by["priority"], each.by["day"]]
        met = sum(row["status"] == "met" for row in own)
        breached = sum(row["status"] == "breached" for row in own)
        assert (each.met, each.breached) == (met, breached)
        assert each.cancelled == len(own) - met - breached
        times = sorted(row["elapsed_ms"] for row in own if row["status"] != "cancelled")
        if not times:
            assert each.compliance is None
            assert each.times is None
            continue
        assert each.compliance == round(Decimal(met) / (met + breached), 4)
        for percent, value in ((50, each.times.p50), (90, each.times.p90), (95, each.times.p95)):
            below = [time for time in times if time <= value]
            assert len(below) * 100 >= percent * len(times)
            assert len([t for t in times if t < value]) * 100 < percent * len(times)
        assert (each.times.shortest, each.times.longest) == (times[0], times[-1])


def test_figures_of_what_ended_and_what_is_open(engine, work):
    work.targets.put({"key": "t", "target": "PT1H"})
    engine.deploy(chain('<userTask id="a"/>'))
    instances = [engine.start("p").id for _ in range(4)]
    engine.run_until_idle()
    for instance, wait in zip(instances, ("PT30M", "PT10M", "PT1H"), strict=False):
        engine.advance(wait)
        engine.tasks.complete(engine.tasks.query(instance)[0].id)
    engine.run_until_idle()
    day = datetime(2026, 1, 12, tzinfo=UTC)
    (found,) = work.clocks.figures(day, day + timedelta(days=1), ["target", "element"])
    assert found.by == {"target": "t", "element": "a"}
    assert (found.met, found.breached, found.open_breached) == (2, 1, 1)
    assert found.compliance == Decimal("0.6667")
    assert (found.times.mean, found.times.p50) == (10 * 60_000 * 17 // 3, 40 * 60_000)
    assert work.clocks.figures(day - timedelta(days=1), day)[0].met == 0
    with pytest.raises(InvalidInput, match="dimensions"):
        work.clocks.figures(day, day, ["colour"])
    with pytest.raises(InvalidInput, match="time zone"):
        work.clocks.figures(day, day, zone="Mars/Olympus")
