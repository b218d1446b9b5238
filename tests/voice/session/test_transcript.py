"""What is said is stored in order, once, as far as the database lets us."""

from uuid import UUID

import pytest
from django.db import DataError, OperationalError
from pytest_django.fixtures import Settings

from campaigns.models import Call
from tests.factories import make_call
from tests.scripted import PATIENCE_SECONDS
from voice.models import MAX_TEXT_LENGTH, Turn
from voice.session.db_threads import in_thread
from voice.session.transcript import Spoken, Transcript, store

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def patient(settings: Settings) -> None:
    settings.DB_WAIT_SECONDS = PATIENCE_SECONDS


async def stored(call: Call) -> list[Turn]:
    return await in_thread(lambda: list(Turn.objects.filter(call=call).order_by("number")))


async def test_turns_wait_for_a_database_that_fails() -> None:
    failures = iter([OperationalError("locked"), OperationalError("locked")])

    def flaky(call_id: UUID, turns: list[Spoken]) -> list[int]:
        for error in failures:
            raise error
        return store(call_id, turns)

    call = await in_thread(make_call, status="in_progress")
    transcript = Transcript(call.pk, [], write=flaky, retry_seconds=(0.01,))
    transcript.add("callee", "We have Tuesday.")

    assert await transcript.flush()
    await transcript.close()
    assert [turn.text for turn in await stored(call)] == ["We have Tuesday."]


async def test_a_turn_that_cannot_be_stored_keeps_no_other_waiting() -> None:
    def picky(call_id: UUID, turns: list[Spoken]) -> list[int]:
        if any("poison" in turn.text for turn in turns):
            raise DataError("no")
        return store(call_id, turns)

    call = await in_thread(make_call, status="in_progress")
    transcript = Transcript(call.pk, [], write=picky)
    for text in ("One.", "poison", "Three."):
        transcript.add("callee", text)

    assert await transcript.flush()
    await transcript.close()
    assert [turn.text for turn in await stored(call)] == ["One.", "Three."]


async def test_words_that_no_database_keeps_and_endless_words_are_stored_as_they_go() -> None:
    call = await in_thread(make_call, status="in_progress")
    transcript = Transcript(call.pk, [])
    transcript.add("callee", "Tues\x00day\ud800.")
    number = transcript.add("agent", "x" * 10_000_000)
    transcript.change(number, text="y\x00" * 10_000_000)

    assert await transcript.flush()
    await transcript.close()
    first, second = await stored(call)
    assert first.text == "Tuesday."
    assert len(second.text) <= MAX_TEXT_LENGTH


async def test_two_sockets_that_do_not_know_of_each_other_keep_each_others_words() -> None:
    call = await in_thread(make_call, status="in_progress")
    late, new = Transcript(call.pk, []), Transcript(call.pk, [])  # as in two processes
    late.add("callee", "We have Tuesday.")
    await late.flush()

    number = new.add("agent", "Hello again, is anybody there?")
    await new.flush()
    new.change(number, text="Hello again")
    late.add("callee", "At ten.")
    await late.close()
    await new.close()

    turns = [(turn.number, turn.text) for turn in await stored(call)]
    assert turns == [(1, "We have Tuesday."), (2, "Hello again"), (3, "At ten.")]


async def test_words_whose_storing_was_not_confirmed_are_stored_once() -> None:
    failures = iter([OperationalError("the server closed the connection")])

    def unconfirmed(call_id: UUID, turns: list[Spoken]) -> list[int]:
        numbers = store(call_id, turns)
        for error in failures:
            raise error
        return numbers

    call = await in_thread(make_call, status="in_progress")
    transcript = Transcript(call.pk, [], write=unconfirmed, retry_seconds=(0.01,))
    transcript.add("callee", "We have Tuesday.", started_ms=100)
    await transcript.close()

    assert [turn.number for turn in await stored(call)] == [1]


async def test_only_the_last_text_of_a_turn_is_stored() -> None:
    call = await in_thread(make_call, status="in_progress")
    batches: list[list[Spoken]] = []
    transcript = Transcript(call.pk, [], write=lambda call_id, turns: batches.append(turns))

    number = transcript.add("agent", "one two three")
    transcript.change(number, text="one two")
    await transcript.close()

    assert [[turn.text for turn in batch] for batch in batches] == [["one two"]]


async def test_who_waits_for_a_database_that_does_not_answer_waits_as_long_as_is_set(
    settings: Settings,
) -> None:
    settings.DB_WAIT_SECONDS = 0.05

    def never(call_id: UUID, turns: list[Spoken]) -> list[int]:
        raise OperationalError("locked")

    call = await in_thread(make_call, status="in_progress")
    transcript = Transcript(call.pk, [], write=never, retry_seconds=(0.01,))
    transcript.add("callee", "We have Tuesday.")

    assert not await transcript.flush()
    await transcript.close()
