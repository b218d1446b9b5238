"""What the person does to running calls: only theirs, only while it makes sense, only once."""

import threading

import pytest
from django.db import connections
from django.utils.timezone import now
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from callpilot.errors import BadInput, Refused
from callpilot.json_types import JsonObject
from campaigns import announcements
from campaigns.calls import control, outcomes
from campaigns.live import commands
from campaigns.models import Call, Campaign, Event
from tests.campaigns.answered_calls import answer, hang_up, offered, running, slot_at, unreached
from tests.campaigns.channel_layer import KeepingLayer
from tests.campaigns.clients import Program, browser_of
from tests.factories import make_person

pytestmark = pytest.mark.django_db


def talking() -> tuple[Campaign, Call]:
    campaign, [call] = running(1)
    return campaign, answer(call)


def asked(call: Call, seconds: float = 20.0) -> Event:
    return control.ask(call, "What is the date of birth?", [], seconds)


# --- whisper ---------------------------------------------------------------------------------


def test_a_whisper_is_sent_once_however_often_the_page_sends_it(
    layer: KeepingLayer, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    campaign, call = talking()

    with django_capture_on_commit_callbacks(execute=True):
        first = control.whisper(call, "  Ask for   Wednesday ", "key-1")
        again = control.whisper(call, "Ask for Wednesday", "key-1")

    assert first.pk == again.pk and first.data["text"] == "Ask for Wednesday"
    assert layer.told(announcements.call_group(call.pk)) == [
        {"type": "call.whisper", "text": "Ask for Wednesday", "number": first.number}
    ]  # fmt: skip
    assert campaign.events.filter(kind="whispered").count() == 1


def test_a_whisper_that_was_read_is_noted_once() -> None:
    campaign, call = talking()
    event = control.whisper(call, "Ask for Wednesday")

    for _ in range(2):
        control.heeded(call.pk, event.number)

    assert campaign.events.get(kind="heeded").data == {"whisper": event.number}


def test_what_the_assistant_has_not_read_can_be_looked_up() -> None:
    _campaign, call = talking()
    first, second = (control.whisper(call, words) for words in ("Wednesday", "We pay cash"))

    control.heeded(call.pk, first.number)

    assert control.unread(call.pk) == [(second.number, "We pay cash")]


@pytest.mark.parametrize("text", ["", "   ", "x" * 241])
def test_a_whisper_without_words_or_with_too_many_is_refused(text: str) -> None:
    _campaign, call = talking()

    with pytest.raises(BadInput):
        control.whisper(call, text)


def test_nobody_reads_a_whisper_before_or_after_the_talk() -> None:
    _campaign, [waiting] = running(1)
    _campaign, call = talking()
    hang_up(call)

    for deaf in (waiting, call):
        with pytest.raises(Refused):
            control.whisper(deaf, "Ask for Wednesday")


def test_an_assistant_is_not_whispered_to_without_end() -> None:
    _campaign, call = talking()
    for number in range(control.MAX_WHISPERS):
        control.whisper(call, f"Hint {number}")

    with pytest.raises(Refused):
        control.whisper(call, "One more")


# --- questions -------------------------------------------------------------------------------


def test_one_answer_counts_and_the_second_is_told_so() -> None:
    _campaign, call = talking()
    question = asked(call)

    given = control.answer(call, question.number, "3 May 1984", key="a")
    again = control.answer(call, question.number, "3 May 1984", key="a")

    assert given.pk == again.pk and control.close_question(question).pk == given.pk
    with pytest.raises(Refused, match="already"):
        control.answer(call, question.number, "4 May 1984", key="b")


def test_who_answers_too_late_is_told_and_the_safe_answer_stands() -> None:
    _campaign, call = talking()
    question = asked(call, seconds=-1)
    safe = control.close_question(question)

    assert safe.data["default"] and safe.data["answer"] == control.NO_ANSWER
    with pytest.raises(Refused, match="Too late"):
        control.answer(call, question.number, "3 May 1984")


def test_who_would_rather_not_say_shares_nothing() -> None:
    _campaign, call = talking()
    question = asked(call)

    given = control.answer(call, question.number, "3 May 1984", control.DECLINED)

    assert given.data["answer"] == "I'm sorry, I can't share that."


@pytest.mark.django_db(transaction=True)
def test_of_an_answer_and_its_deadline_at_the_same_moment_one_wins() -> None:
    campaign, call = talking()
    question = asked(call)
    refused = []

    def late() -> None:
        try:
            control.close_question(question)
        finally:
            connections.close_all()

    racer = threading.Thread(target=late)
    racer.start()
    try:
        control.answer(call, question.number, "3 May 1984")
    except Refused as error:
        refused.append(error)
    racer.join()

    [kept] = campaign.events.filter(kind="answered")
    assert bool(kept.data.get("default")) == bool(refused)


# --- ending ----------------------------------------------------------------------------------


def test_hanging_up_says_goodbye_within_a_deadline_and_happens_once(
    layer: KeepingLayer, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    _campaign, call = talking()

    with django_capture_on_commit_callbacks(execute=True):
        assert control.hang_up(call)
        assert not control.hang_up(call)

    call.refresh_from_db()
    assert layer.told(announcements.call_group(call.pk)) == [{"type": "call.farewell"}]
    assert call.deadline_at is not None and call.deadline_at <= now() + control.FAREWELL
    assert hang_up(call, "no_slots").outcome == "cancelled"


def test_a_call_that_shall_be_tried_later_is_queued_again() -> None:
    campaign, call = talking()
    control.hang_up(call, "later")
    hang_up(call)

    assert campaign.calls.get(status="queued").retry_of_id == call.pk


def test_an_offer_outlives_the_call_that_was_ended() -> None:
    campaign, call = talking()
    offered(call, slot_at(campaign))
    control.hang_up(call)

    assert hang_up(call).outcome == "offer"


def test_a_call_that_waits_is_ended_without_ringing() -> None:
    _campaign, [call] = running(1)
    assert control.hang_up(call)

    call.refresh_from_db()
    assert call.status == "cancelled" and call.concluded_at is not None


def test_finishing_lets_the_running_calls_talk_and_starts_none() -> None:
    campaign, [first, second] = running(2)
    answer(first)

    assert control.finish_running(campaign) == 1
    assert control.finish_running(campaign) == 1

    told = campaign.events.filter(data__reason="You wanted no new calls.", call=None)
    assert told.count() == 1  # so every page of it follows
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.status == "in_progress" and second.status == "cancelled"
    hang_up(first, "busy")
    assert not campaign.calls.filter(status="queued").exists()


def test_ending_all_keeps_what_was_offered() -> None:
    campaign, [first, second] = running(2)
    offered(answer(first), slot_at(campaign))
    hang_up(first)
    answer(second)

    assert control.end_all(campaign) == 1
    second.refresh_from_db()
    assert second.unwanted_at is not None
    hang_up(second)

    campaign.refresh_from_db()
    assert campaign.status == "ranking" and campaign.offers.standing().count() == 1


def test_a_desk_that_did_not_answer_is_called_again_at_once() -> None:
    campaign, [call] = running(1)
    unreached(call)
    later = campaign.calls.get(status="queued")
    assert later.due_at > now()

    assert control.call_again(call).pk == later.pk

    later.refresh_from_db()
    assert later.due_at <= now() and campaign.calls.count() == 2


def test_who_rings_a_desk_with_a_machine_sooner_wants_that_call_whatever_else_there_is() -> None:
    _campaign, [call] = running(1)
    hang_up(answer(call), "voicemail")

    again = control.call_again(call)

    assert again.retry_of == call and again.due_at <= now()
    again.refresh_from_db()
    assert Call.AFTER_MACHINE not in again.brief and again.reason == ""


def test_a_desk_that_does_not_want_us_is_not_called_again() -> None:
    _campaign, call = talking()
    outcomes.opt_out(call.pk, "Never call us.")
    hang_up(call)

    with pytest.raises(Refused):
        control.call_again(call)


# --- the socket's commands, the pages and the API ------------------------------------------------


def test_commands_reach_only_the_persons_own_calls() -> None:
    campaign, call = talking()
    foreign, theirs = talking()
    wanted = {"command": "whisper", "text": "Hello", "id": "1"}

    mine = commands.run(campaign.person, campaign.pk, wanted | {"call": str(call.pk)})
    other = commands.run(campaign.person, campaign.pk, wanted | {"call": str(theirs.pk)})
    stranger = commands.run(campaign.person, foreign.pk, wanted | {"call": str(theirs.pk)})

    assert mine["ok"] and not other["ok"] and not stranger["ok"]
    assert not Event.objects.filter(call=theirs, kind="whispered").exists()


@pytest.mark.parametrize(
    "wanted",
    [{}, {"command": "nonsense"}, {"command": "answer", "question": "x"}, {"command": "show"}],
)
def test_nonsense_is_answered_and_does_nothing(wanted: JsonObject) -> None:
    campaign, _call = talking()

    assert not commands.run(campaign.person, campaign.pk, wanted)["ok"]


@pytest.mark.parametrize("path", ["whisper/", "hangup/", "again/", "answer/1/"])
def test_nobody_steers_anothers_call(path: str) -> None:
    campaign, call = talking()
    stranger = browser_of(make_person("charlie"))

    answered = stranger.post(f"/campaigns/{campaign.pk}/calls/{call.pk}/{path}", {"text": "x"})

    assert answered.status_code == 404


def test_without_a_script_everything_is_a_form() -> None:
    campaign, call = talking()
    browser = browser_of(campaign.person)
    address = f"/campaigns/{campaign.pk}/calls/{call.pk}/"
    question = asked(call)

    page = browser.get(f"/campaigns/{campaign.pk}/?call={call.pk}").content.decode()
    browser.post(f"{address}whisper/", {"text": "Ask for Wednesday"})
    browser.post(f"{address}answer/{question.number}/", {"answer": "3 May 1984"})
    browser.post(f"{address}hangup/", {"outcome": "not_interested"})

    assert f'action="{address}whisper/"' in page and "What is the date of birth?" in page
    kinds = set(campaign.events.values_list("kind", flat=True))
    assert {"whispered", "answered"} <= kinds
    assert outcomes.HUNG_UP in Call.objects.get(pk=call.pk).brief


def test_the_api_whispers_and_hangs_up_for_the_owner_alone() -> None:
    campaign, call = talking()
    mine, stranger = Program(campaign.person), Program(make_person("charlie"))

    assert mine.get(f"/api/calls/{call.pk}").json()["status"] == "in_progress"
    assert len(mine.get("/api/calls").json()) == 1 and stranger.get("/api/calls").json() == []
    said = mine.send(f"/api/calls/{call.pk}/whisper", {"text": "Ask for Friday"})
    assert said.status_code == 202
    for path in ("whisper", "hangup"):
        refused = stranger.send(f"/api/calls/{call.pk}/{path}", {"text": "x"})
        assert refused.status_code == 404
    assert mine.send(f"/api/calls/{call.pk}/hangup", {"outcome": "x"}).status_code == 422
    assert mine.send(f"/api/calls/{call.pk}/hangup").status_code == 202


def test_a_question_that_is_over_is_not_shown() -> None:
    campaign, call = talking()
    browser = browser_of(campaign.person)
    asked(call, seconds=-1)

    assert "What is the date" not in browser.get(f"/campaigns/{campaign.pk}/").content.decode()
