"""A town to go through; and the longest journeys begin first, so that none is waited for."""

from collections.abc import Iterator

import pytest
from django.conf import settings

from callpilot.embedded.engine import Engine
from tests.journeys.town import Town

LONGEST_FIRST = ("test_the_same_seed", "processes_book", "process_books", "many_kinds")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def rank(item: pytest.Item) -> int:
        return next((n for n, part in enumerate(LONGEST_FIRST) if part in item.name), 99)

    items.sort(key=rank)


@pytest.fixture
def town(
    transactional_db: None,
    steady_voice: None,
    proven_sockets: None,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Town]:
    """Desks that all have times, and deadlines as short as the simulated time is fast."""
    monkeypatch.setattr(settings, "RING_SECONDS", 8)
    monkeypatch.setattr(settings, "CARRIER_DOUBT_SECONDS", 2)
    monkeypatch.setattr(settings, "CARRIER_SILENCE_SECONDS", 2)
    monkeypatch.setenv("PATH", "")  # without espeak-ng people hum their words: much quicker
    engine = Engine(speed=8.0, migrate=False, lock=False, concurrency=12)
    engine.start()
    try:
        with Town(engine) as running:
            yield running
    finally:
        engine.stop(grace_seconds=5.0)
        engine.join()
