"""The tools over HTTP are the tools that agents run on their socket."""

import threading
import time
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.utils.timezone import now

from callpilot.json_types import JsonObject
from campaigns.models import Call, Offer
from tests.factories import make_call
from tests.sockets import PATIENCE_SECONDS
from tests.voice.desk import agreement, iso, workday
from voice.api.tools import view_of
from voice.models import ToolRun, Turn
from voice.session import db_threads
from voice.session.tool_runner import MAX_ASKED
from voice.tools.registry import AT_ONCE, TOOLS

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def nothing_was_counted() -> None:
    cache.clear()


@pytest.fixture
def call() -> Call:
    return make_call(status="in_progress", answered_at=now())


def post(call: Call, path: str, body: object, **headers: str) -> "_MonkeyPatchedWSGIResponse":
    headers = {"Authorization": f"Bearer {call.tool_token}", **headers}
    return Client().post(f"/api/{path}", body, "application/json", headers=headers)


def ask(call: Call, path: str, body: object) -> JsonObject:
    answer = post(call, path, body)
    assert answer.status_code == 200, answer.content
    told: JsonObject = answer.json()
    return told


def agree(call: Call) -> str:
    start = workday(10, 30)
    for number, (speaker, text) in enumerate(agreement(start), 1):
        Turn.objects.create(
            call=call, number=number, speaker=speaker, text=text, started_ms=1000 * number
        )
    return iso(start)


def test_an_offer_that_the_desk_was_heard_making_is_verified(call: Call) -> None:
    start = agree(call)

    told = ask(call, "report-slot-offer", {"start": start, "price": 85})

    assert told["verified"] and told["ranking_position"] == 1
    assert Offer.objects.get().evidence["quote"]


def test_what_nobody_said_is_no_more_proven_over_http(call: Call) -> None:
    told = ask(call, "report-slot-offer", {"start": iso(workday(10, 30))})

    assert told["ok"] and not told["verified"] and not Offer.objects.get().verified


@pytest.mark.parametrize(
    "body", [{}, {"start": "soon"}, {"start": 1, "colour": "red"}, {"start": None}]
)
def test_what_makes_no_sense_is_answered_with_a_sentence(call: Call, body: JsonObject) -> None:
    told = ask(call, "check-availability", body)

    assert told["ok"] is False and told["say"]


@pytest.mark.parametrize(("body", "status"), [("[1]", 422), ('"words"', 422), ("{", 400)])
def test_a_body_without_arguments_is_refused(call: Call, body: str, status: int) -> None:
    assert post(call, "log-event", body).status_code == status


def test_arguments_may_come_in_an_envelope(call: Call) -> None:
    inner = {"message": "They close early.", "call_task_id": "ct_7f3a"}
    ask(call, "log-event", {"tool_call_id": "1", "tool_name": "log_event", "parameters": inner})

    assert call.tool_runs.get().arguments["message"] == "They close early."


def test_the_same_question_is_answered_once_and_told_twice(call: Call) -> None:
    start = {"start": iso(workday(10, 30))}

    first, again = ask(call, "check-availability", start), ask(call, "check-availability", start)

    assert first == again and call.tool_runs.count() == 1


def test_the_limits_of_a_call_are_those_of_its_socket(call: Call) -> None:
    told = [
        ask(call, "check-availability", {"start": iso(workday(9, minute))})["say"]
        for minute in range(13)
    ]

    assert "Enough" in told[-1] and not [words for words in told[:-1] if "Enough" in words]


def test_nonsense_without_end_comes_to_an_end(call: Call) -> None:
    asked = [ask(call, "log-event", {"nonsense": 1})["say"] for _ in range(MAX_ASKED + 1)]

    assert "Enough" in asked[-1] and "Enough" not in asked[-2]


def test_so_many_questions_of_a_call_run_at_once(call: Call) -> None:
    for number in range(AT_ONCE):
        ToolRun.objects.create(call=call, name="ask_person", key=str(number))

    assert "wait" in ask(call, "log-event", {"message": "One more."})["say"]
    ToolRun.objects.filter(key="0").update(answer={"ok": True})
    assert ask(call, "log-event", {"message": "One more."})["ok"]


def test_what_takes_longer_is_said_to_and_its_answer_is_there_for_who_asks_again(
    call: Call,
) -> None:
    go_on = threading.Event()

    def slow(call_id: UUID, name: str, arguments: JsonObject, *, at_ms: int) -> JsonObject:
        go_on.wait(PATIENCE_SECONDS)
        return {"ok": True, "say": "Done."}

    view = view_of(TOOLS["log_event"]).as_view(run_tool=slow, answer_seconds=0.01)
    request = RequestFactory().post(
        "/api/log-event", {}, "application/json",
        headers={"Authorization": f"Bearer {call.tool_token}"},
    )  # fmt: skip

    began = time.monotonic()
    told = view(request).data
    took = time.monotonic() - began

    assert (told["ok"], told["pending"]) == (False, True) and took < PATIENCE_SECONDS
    assert db_threads.at_work()
    go_on.set()
    db_threads.drain(PATIENCE_SECONDS)


def test_a_fault_of_ours_is_a_sentence(call: Call, caplog: pytest.LogCaptureFixture) -> None:
    def broken(call_id: UUID, name: str, arguments: JsonObject, *, at_ms: int) -> JsonObject:
        raise ZeroDivisionError("secret")

    view = view_of(TOOLS["log_event"]).as_view(run_tool=broken)
    request = RequestFactory().post(
        "/api/log-event", {}, "application/json",
        headers={"Authorization": f"Bearer {call.tool_token}"},
    )  # fmt: skip

    told = view(request).data

    assert told["ok"] is False and "secret" not in told["say"]
    assert "a tool failed" in caplog.text


def test_a_key_is_its_calls_own(call: Call) -> None:
    other = make_call(call.campaign, status="in_progress", answered_at=now())
    key = {"Idempotency-Key": "k1"}

    first = post(call, "log-event", {"message": "One."}, **key).json()
    again = post(call, "log-event", {"message": "One."}, **key).json()
    theirs = post(other, "log-event", {"message": "Two."}, **key)

    assert first == again and theirs.status_code == 200
    assert (call.tool_runs.count(), other.tool_runs.count()) == (1, 1)
    assert post(call, "log-event", {"message": "Three."}, **key).status_code == 422
