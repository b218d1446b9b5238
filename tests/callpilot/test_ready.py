"""Is every part there that a campaign needs?"""

import pytest
from django.core.cache import cache
from django.test import Client

from callpilot.celery import WORKER_SEEN

pytestmark = pytest.mark.django_db


def test_a_part_that_is_down_is_named_in_words(client: Client) -> None:
    cache.delete(WORKER_SEEN)

    answer = client.get("/ready")

    assert answer.status_code == 503
    assert answer.json()["workers"] == "down: no worker has taken a task for 30 s"


def test_ready_once_a_worker_was_seen(client: Client) -> None:
    cache.set(WORKER_SEEN, True, 30)

    assert client.get("/ready").json()["ready"] is True
