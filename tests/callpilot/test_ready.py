"""Is every part there that a campaign needs?"""

import logging

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from callpilot.celery import BEAT_SEEN, WORKER_SEEN
from callpilot.embedded.engine import free_port
from callpilot.views import STARTING_SECONDS, not_ready_level
from telephony.dialling.stop import resume_calling, stop_calling

pytestmark = pytest.mark.django_db


def test_a_part_that_is_down_is_named_in_words(client: Client) -> None:
    cache.delete(WORKER_SEEN)

    answer = client.get("/ready")

    assert answer.status_code == 503
    assert answer.json()["workers"] == "down: no worker has taken a task for 30 s"


def test_ready_once_a_worker_was_seen(client: Client) -> None:
    cache.set(WORKER_SEEN, True, 30)
    cache.set(BEAT_SEEN, True, 30)

    assert client.get("/ready").json()["ready"] is True


def test_beat_and_the_media_process_are_named(client: Client, settings: Settings) -> None:
    cache.delete(BEAT_SEEN)
    settings.STREAM_PROBE_URL = f"ws://127.0.0.1:{free_port()}"

    told = client.get("/ready").json()

    assert told["beat"] == "down: beat has handed out no task for 30 s"
    assert told["media"] == "down: the media process does not answer (ConnectionRefusedError)"


def test_a_stop_of_all_calling_is_told_and_takes_no_process_out_of_service(client: Client) -> None:
    cache.set(WORKER_SEEN, True, 30)
    cache.set(BEAT_SEEN, True, 30)
    assert client.get("/ready").json()["calling"] == "ok"

    stop_calling(reason="Alex found a fault.")
    answer = client.get("/ready")

    assert (answer.status_code, answer.json()["ready"]) == (200, True)
    assert answer.json()["calling"].startswith("stopped since 2")
    assert "Alex" not in answer.content.decode()
    resume_calling()
    assert client.get("/ready").json()["calling"] == "ok"


@pytest.mark.parametrize(
    ("been_ready", "up_seconds", "level"),
    [
        (False, 1.0, logging.INFO),
        (False, STARTING_SECONDS + 1, logging.ERROR),
        (True, 1.0, logging.ERROR),
    ],
)
def test_while_it_starts_not_to_be_ready_is_no_error(
    been_ready: bool, up_seconds: float, level: int
) -> None:
    assert not_ready_level(been_ready, up_seconds) == level


def test_what_is_down_is_said_once_in_the_log(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    cache.set(WORKER_SEEN, True, 30)
    cache.set(BEAT_SEEN, True, 30)
    client.get("/ready")
    cache.delete(WORKER_SEEN)

    client.get("/ready")
    client.get("/nowhere")

    said = [(each.levelname, each.getMessage()) for each in caplog.records]
    assert said == [("ERROR", "Not ready: workers."), ("WARNING", "Not Found: /nowhere")]
