"""Commands of the live page: in the name of its person, with a plain answer, never a traceback."""

import uuid

import pytest
from django.utils.timezone import now

from campaigns.live import commands
from campaigns.models import Call, Event
from tests.factories import make_call, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def call() -> Call:
    return make_call(status="in_progress", answered_at=now())


def run(talking: Call, command: str, **more: object) -> commands.Answer:
    assert talking.campaign is not None
    wanted = {"command": command, "call": str(talking.pk), "id": "k1", **more}
    return commands.run(talking.campaign.person, talking.campaign.pk, wanted)


def test_a_whisper_is_sent_once_however_often_the_page_asks(call: Call) -> None:
    answers = [run(call, "whisper", text="Ask about parking.") for _ in range(2)]

    assert all(answer["ok"] for answer in answers)
    assert Event.objects.filter(kind=Event.Kind.WHISPERED).count() == 1


def test_an_empty_whisper_is_refused_in_words(call: Call) -> None:
    answer = run(call, "whisper", text="   ")

    assert not answer["ok"] and answer["text"]
    assert not Event.objects.filter(kind=Event.Kind.WHISPERED).exists()


@pytest.mark.parametrize("command", ["", "delete", "__init__", "_show", "run"])
def test_a_command_that_does_not_exist_does_nothing(call: Call, command: str) -> None:
    assert run(call, command) == commands.UNKNOWN


def test_another_persons_campaign_is_not_there(call: Call) -> None:
    assert call.campaign is not None
    wanted = {"command": "whisper", "call": str(call.pk), "id": "k", "text": "Hi"}

    assert commands.run(make_person(), call.campaign.pk, wanted) == commands.UNKNOWN
    assert not Event.objects.filter(kind=Event.Kind.WHISPERED).exists()


def test_a_call_of_another_campaign_is_not_there(call: Call) -> None:
    foreign = make_call(status="in_progress", answered_at=now())
    answer = run(call, "whisper", call=str(foreign.pk), text="Hi")

    assert answer == {"ok": False, "text": "There is no such call."}


@pytest.mark.parametrize("call_id", ["", "7", "x" * 400, None, {"a": 1}, str(uuid.UUID(int=7))])
def test_an_odd_call_is_no_call(call: Call, call_id: object) -> None:
    assert run(call, "show", call=call_id)["text"] == "There is no such call."


@pytest.mark.parametrize("number", ["", "-1", "1.5", "9" * 12, "one", None])
def test_an_odd_question_is_no_question(call: Call, number: object) -> None:
    answer = run(call, "answer", question=number, answer="Yes")

    assert answer == {"ok": False, "text": "There is no such question."}


def test_a_question_that_nobody_asked_cannot_be_answered(call: Call) -> None:
    assert run(call, "answer", question="99", answer="Yes")["ok"] is False


def test_showing_a_call_answers_with_its_panel(call: Call) -> None:
    answer = run(call, "show")

    assert answer["ok"] and str(call.pk) in str(answer["html"])


def test_a_live_call_is_not_called_again(call: Call) -> None:
    answer = run(call, "again")

    assert answer["ok"] is False and answer["text"]
    assert Call.objects.count() == 1
