"""What is to go wrong: refused when it is nothing, and as often as told."""

from dataclasses import dataclass

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from voice.simulator.sessions.faults import Faults


@dataclass(frozen=True)
class Going:
    late_ms: int = 0
    close_code: int | None = None
    reason: str = ""


@pytest.fixture
def faults() -> Faults[Going]:
    return Faults(Going())


@pytest.mark.parametrize(
    ("switches", "count", "words"),
    [
        ({"colour": "red"}, 1, "members out of late_ms, close_code, reason"),
        ([], 1, "members out of"),
        ({}, 0, "count is"),
        ({}, True, "count is"),
        ({"late_ms": -1}, 1, "late_ms is"),
        ({"late_ms": None}, 1, "late_ms is"),
        ({"close_code": "1011"}, 1, "close_code is"),
        ({"reason": 7}, 1, "reason is text"),
    ],
)
def test_what_is_no_fault_is_refused_in_words(
    faults: Faults[Going], switches: object, count: object, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        faults.add(switches, count)
    assert faults.waiting == []


def test_a_fault_strikes_as_often_as_it_counts_and_one_without_a_count_always(
    faults: Faults[Going],
) -> None:
    faults.add({"late_ms": 9}, 2)
    faults.add({"close_code": 1011, "reason": "Down."}, None)

    struck = [faults.strike() for _ in range(3)]

    assert [each.late_ms for each in struck] == [9, 9, 0]
    assert {(each.close_code, each.reason) for each in struck} == {(1011, "Down.")}


def test_two_faults_strike_together_and_the_later_one_wins(faults: Faults[Going]) -> None:
    faults.add({"late_ms": 1, "reason": "First."})
    faults.add({"late_ms": 2})

    assert faults.strike() == Going(late_ms=2, reason="First.")


async def test_they_are_seen_added_and_forgotten_over_http(faults: Faults[Going]) -> None:
    app = web.Application()
    app.add_routes(faults.routes("/faults"))
    async with TestServer(app) as server, aiohttp.ClientSession(str(server.make_url(""))) as http:
        added = await http.post("/faults", json={"switches": {"late_ms": 5}, "count": None})
        wrong = await http.post("/faults", json={"switches": {"late_ms": "x"}})
        odd = await http.post("/faults", json={"colour": "red"})
        seen = await (await http.get("/faults")).json()
        forgotten = await http.delete("/faults")

    assert [each.status for each in (added, wrong, odd, forgotten)] == [201, 400, 400, 204]
    assert seen == {"waiting": [{"switches": {"late_ms": 5}, "count": None}]}
    assert faults.waiting == []
