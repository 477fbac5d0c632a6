"""What `/metrics` gives."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families
from tests.identity.conftest import AT_ONCE, SECRET
from tests.models import chain

from trivium.api import create_app
from trivium.engine.observing.catalogue import Metric
from trivium.engine.observing.measures import Sample, Source
from trivium.errors import Refused, Unavailable
from trivium.identity import Identity
from trivium.testing import TestEngine

HERE = ("127.0.0.1", 50000)
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "metrics.md"
CONTINUES = chain('<task id="a" camunda:asyncBefore="true"/>', '<userTask id="ask"/>')
TIMER = (
    '<intermediateCatchEvent id="wait"><timerEventDefinition><timeDuration>PT1H</timeDuration>'
    "</timerEventDefinition></intermediateCatchEvent>"
)
WORKS = chain('<serviceTask id="charge" camunda:type="external" camunda:topic="charge"/>')


@pytest.fixture
def http(engine):
    with TestClient(create_app(engine), client=HERE) as client:
        yield client


@pytest.fixture
def identity(engine):
    return Identity(engine.database, engine.clock, SECRET, AT_ONCE)


@pytest.fixture
def measured(engine, http):
    """Gives the samples that a scrape has now, by name and labels."""

    def scrape():
        engine.measures._good_until = 0  # what was asked within the last second would be said again
        return _samples(http.get("/metrics").text)

    return scrape


def _samples(text):
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_page_lists_exactly_what_is_given(http):
    documented = re.findall(r"^\| `(\w+)` \| (\w+)", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    given = re.findall(r"^# TYPE (\w+) (\w+)", http.get("/metrics").text, re.MULTILINE)
    assert sorted(documented) == sorted(given)


def test_commands_are_counted_by_kind_and_outcome(engine, measured):
    engine.deploy(CONTINUES)
    engine.start("p")
    with pytest.raises(Refused):
        engine.tasks.complete("gone")
    found = measured()
    assert found["trivium_commands_total", "Start", "done"] == 1
    assert found["trivium_commands_total", "CompleteTask", "refused"] == 1
    assert found["trivium_command_duration_seconds_count", "Start"] == 1
    assert found["trivium_command_duration_seconds_bucket", "Start", "+Inf"] == 1
    assert found["trivium_command_duration_seconds_sum", "Start"] > 0
    assert found["trivium_command_wait_seconds_count",] == 3
    assert found["trivium_batch_commands_bucket", "1.0"] == 3
    assert found["trivium_batch_duration_seconds_count",] == 3


def test_jobs_are_counted_by_kind_and_outcome_with_their_lateness(engine, measured):
    engine.deploy([CONTINUES, chain(TIMER, key="t")])
    engine.start("p")
    engine.start("t")
    engine.run_until_idle()
    engine.test_clock.set_ms(engine.test_clock.now_ms() + 3_602_000)
    engine.run_until_idle()
    found = measured()
    assert found["trivium_jobs_total", "async", "done"] == 1
    assert found["trivium_jobs_total", "timer", "done"] == 1
    assert found["trivium_job_duration_seconds_count", "timer"] == 1
    assert found["trivium_job_lateness_seconds_sum", "async"] == 0
    assert found["trivium_job_lateness_seconds_sum", "timer"] == 2


def test_failures_of_work_are_counted_with_and_without_retries_left(engine, measured):
    engine.deploy(WORKS)
    engine.start("p")
    for _ in range(3):
        (job,) = engine.jobs.activate("charge", "w")
        engine.jobs.fail(job.id, "no", lease=job.lease)
    found = measured()
    assert found["trivium_job_retries_total",] == 2
    assert found["trivium_job_retries_exhausted_total",] == 1
    assert found["trivium_incidents_open", "failed-external-task"] == 1


def test_what_waits_is_counted(engine, measured):
    engine.deploy([CONTINUES, WORKS.replace(b'"p"', b'"w"')])
    for key in ("p", "p", "w", "w", "w"):
        engine.start(key)
    engine.test_clock.set_ms(engine.test_clock.now_ms() + 5_000)
    engine.jobs.activate("charge", "w")
    found = measured()
    assert found["trivium_jobs_due", "async"] == 2
    assert found["trivium_jobs_due", "work"] == 2
    assert found["trivium_jobs_due", "timer"] == 0
    assert found["trivium_jobs_oldest_due_seconds", "work"] == 5
    assert found["trivium_jobs_leased",] == 1
    assert found["trivium_instances_active",] == 5


def test_requests_are_counted_by_route_and_not_by_path(engine, http, measured):
    for name in "abc":
        http.get(f"/api/processes/instances/{name}")
        http.get(f"/{name}")
        http.request("BREW", f"/{name}")
    found = measured()
    route = "/api/processes/instances/{instance_id}"
    assert found["trivium_http_request_duration_seconds_count", "GET", route, "404"] == 3
    assert found["trivium_http_request_duration_seconds_count", "GET", "other", "404"] == 3
    assert found["trivium_http_request_duration_seconds_count", "other", "other", "404"] == 3


def test_database_is_asked_at_most_once_a_second(engine, http, monkeypatch):
    http.get("/metrics")
    monkeypatch.setattr("trivium.store.measures.waiting_jobs", None)
    assert http.get("/metrics").status_code == 200


def test_database_that_is_away_is_a_measure_of_its_own(engine, http, monkeypatch):
    def away():
        raise Unavailable("Expected the database to answer, but it does not.")

    monkeypatch.setattr(engine.measures, "read", away)
    found = _samples(http.get("/metrics").text)
    assert found["trivium_database_up",] == 0
    assert ("trivium_instances_active",) not in found
    assert found["trivium_command_wait_seconds_count",] == 0


def test_others_may_have_more_measured(engine, measured):
    lag = Metric(
        "trivium_reader_lag", "gauge", "entries", "How far a reader is behind.", ("reader",)
    )
    engine.measures.register(Source((lag,), lambda *_: [Sample(lag, 7, ("live",))]))
    assert measured()["trivium_reader_lag", "live"] == 7


def test_applications_count_for_themselves():
    with TestEngine() as one, TestEngine() as other:
        with TestClient(create_app(one)) as client, TestClient(create_app(other)) as second:
            one.deploy(CONTINUES)
            assert _samples(client.get("/metrics").text)["trivium_command_wait_seconds_count",] == 1
            assert _samples(second.get("/metrics").text)["trivium_command_wait_seconds_count",] == 0
        one.start("p")
        with TestClient(create_app(one)) as client:
            assert _samples(client.get("/metrics").text)["trivium_command_wait_seconds_count",] == 0


def test_open_metrics_are_given_to_who_asks_for_them(http):
    answer = http.get("/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    assert answer.text.endswith("# EOF\n")


def test_metrics_may_be_kept_to_this_machine_or_to_nobody(engine):
    app = create_app(engine, metrics_for="loopback")
    with TestClient(app, client=("192.0.2.7", 1)) as stranger:
        answer = stranger.get("/metrics")
        assert (answer.status_code, answer.json()["code"]) == (403, "http/metrics-not-for-you")
    with TestClient(app, client=HERE) as local:
        assert local.get("/metrics").status_code == 200
    with TestClient(create_app(engine, metrics_for="nobody"), client=HERE) as local:
        assert local.get("/metrics").json()["code"] == "http/no-such-path"


def test_metrics_are_kept_to_this_machine_where_one_has_to_sign_in(engine, identity):
    app = create_app(engine, identity=identity)
    with TestClient(app, client=("192.0.2.7", 1)) as stranger:
        assert stranger.get("/metrics").json()["code"] == "http/metrics-not-for-you"
    with TestClient(app, client=HERE) as local:
        assert local.get("/metrics").status_code == 200


def test_metrics_may_be_read_by_who_was_granted_it(engine, identity):
    identity.tenants.add("north")
    identity.users.add("scraper", kind="service", roles=["auditor"])
    identity.users.add("northern", kind="service", roles=["auditor"], tenant="north")
    identity.users.add("robot", kind="service")
    app = create_app(engine, identity=identity, metrics_for="signed-in")
    with TestClient(app, client=("192.0.2.7", 1)) as scraping:
        assert scraping.get("/metrics").status_code == 401
        found = {
            user: scraping.get(
                "/metrics",
                headers={"Authorization": f"Bearer {identity.api_keys.add(user, 'test').key}"},
            ).status_code
            for user in ("scraper", "northern", "robot")
        }
    assert found == {"scraper": 200, "northern": 403, "robot": 403}
