"""What the carrier tells is kept once, moves the call at most once, and shows no number."""

import logging
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from uuid import UUID

import pytest
from django.db import close_old_connections, connection
from django.utils.timezone import now
from hypothesis import given
from hypothesis import strategies as st

from callpilot.json_types import JsonObject
from campaigns.models import Call
from telephony.carriers.base import News
from telephony.dialling import webhook_inbox
from telephony.models import WebhookDelivery
from telephony.signals import call_stray
from tests.factories import make_call


def told(call: Call, word: str, key: str = "k", **more: object) -> bool:
    fields: JsonObject = {"carrier_id": "CA1", **more}
    news = News(status=word, **fields)
    return webhook_inbox.apply(call, news, source="twilio", dedupe_key=key, kind="status")


@pytest.fixture(autouse=True)
def nothing_is_concluded(concluded: list[UUID]) -> None:
    pass


@pytest.mark.django_db(transaction=True)
class TestApply:
    def test_a_message_is_kept_with_what_came_of_it(self) -> None:
        call = make_call(status="dialing")

        assert told(call, "ringing")

        row = WebhookDelivery.objects.get()
        assert (row.call, row.changed, row.kind) == (call, True, "status")
        assert row.applied_at is not None

    def test_the_same_message_again_is_neither_kept_nor_acted_upon(self) -> None:
        call = make_call(status="dialing")
        told(call, "ringing")

        assert not told(call, "in_progress")  # another word under the same key is a repetition

        call.refresh_from_db()
        assert call.status == "ringing" and WebhookDelivery.objects.count() == 1

    def test_the_key_is_the_sources_own(self) -> None:
        call = make_call(status="dialing")
        told(call, "ringing")

        news = News(status="in_progress", carrier_id="CA1")
        assert webhook_inbox.apply(call, news, source="poll", dedupe_key="k", kind="poll")

    def test_a_message_that_changes_nothing_is_kept_all_the_same(self) -> None:
        call = make_call(status="in_progress", carrier_id="CA1", answered_at=now())

        assert not told(call, "ringing")

        assert WebhookDelivery.objects.get().changed is False

    def test_a_key_longer_than_its_column_still_deduplicates(self) -> None:
        call = make_call(status="dialing")

        assert told(call, "ringing", "x" * 500)
        assert not told(call, "in_progress", "x" * 500)

    def test_a_second_carrier_call_under_our_token_moves_nothing(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        call = make_call(status="ringing", carrier_id="CA1")

        with caplog.at_level(logging.ERROR):
            assert not told(call, "completed", carrier_id="CA2", duration_seconds=5)

        call.refresh_from_db()
        assert (call.status, call.carrier_id) == ("ringing", "CA1")
        assert "second carrier call" in caplog.text

    def test_news_without_the_carriers_id_moves_nothing(self) -> None:
        call = make_call(status="dialing")

        assert not told(call, "ringing", carrier_id="")

        call.refresh_from_db()
        assert call.status == "dialing"

    def test_who_answered_is_noted_even_when_the_call_does_not_move(self) -> None:
        call = make_call(status="in_progress", carrier_id="CA1", answered_at=now())

        assert not told(call, "", answered_by="machine_start")

        call.refresh_from_db()
        assert call.answered_by == "machine_start"

    def test_of_many_that_tell_the_same_at_once_one_moves_the_call(self) -> None:
        call = make_call(status="dialing", carrier_id="CA1", cost_reserved=Decimal("0.5"))
        barrier = Barrier(6)

        def tell(_number: int) -> bool:
            close_old_connections()
            barrier.wait()
            try:
                return told(Call.objects.get(pk=call.pk), "in_progress")
            finally:
                connection.close()

        with ThreadPoolExecutor(6) as pool:
            moved = list(pool.map(tell, range(6)))

        assert sum(moved) == 1 and WebhookDelivery.objects.count() == 1


@pytest.mark.django_db(transaction=True)
class TestBind:
    def test_the_first_id_is_written_down_and_the_second_refused(self) -> None:
        call = make_call(status="dialing")

        assert webhook_inbox.bind(call, "CA1")
        assert webhook_inbox.bind(call, "CA1")
        assert not webhook_inbox.bind(call, "CA2")

    def test_an_id_of_another_call_is_refused(self) -> None:
        make_call(status="ringing", carrier_id="CA1")
        call = make_call(status="dialing")

        assert not webhook_inbox.bind(call, "CA1")

        call.refresh_from_db()
        assert call.carrier_id is None

    @pytest.mark.parametrize(
        "changes", [{"status": "failed", "ended_at": now()}, {"unwanted_at": now()}]
    )
    def test_a_call_that_became_known_too_late_is_announced_as_stray(
        self, changes: JsonObject
    ) -> None:
        call = make_call(None, **{"status": "dialing"} | changes)
        strays: list[object] = []

        def heard(call_id: UUID, **_: object) -> None:
            strays.append(call_id)

        call_stray.connect(heard)
        try:
            webhook_inbox.bind(call, "CA1")
        finally:
            call_stray.disconnect(heard)

        assert strays == [call.pk]

    def test_a_wanted_call_is_no_stray(self) -> None:
        call = make_call(status="dialing")
        strays: list[object] = []

        def heard(call_id: UUID, **_: object) -> None:
            strays.append(call_id)

        call_stray.connect(heard)
        try:
            webhook_inbox.bind(call, "CA1")
        finally:
            call_stray.disconnect(heard)

        assert strays == []


def test_numbers_are_cut_to_their_last_two_digits() -> None:
    kept = webhook_inbox.masked({"To": "+14155550199", "CallStatus": "ringing"})

    assert kept == {"To": "…99", "CallStatus": "ringing"}


def test_a_value_of_any_length_is_cut() -> None:
    assert len(webhook_inbox.masked({"x": "y" * 10_000})["x"]) == webhook_inbox.MAX_VALUE_LENGTH


@given(st.from_regex(r"\A\+[1-9][0-9]{7,14}\Z"), st.text("abc ,:;", max_size=20))
def test_no_phone_number_survives_whatever_stands_around_it(number: str, around: str) -> None:
    kept = webhook_inbox.masked({"x": f"{around}{number}{around}"})["x"]

    assert number not in kept and number[1:] not in kept and number[-2:] in kept
