"""Single-use tokens for the media socket."""

from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now

from callpilot.errors import NotPermitted
from callpilot.models import digest
from campaigns.models import Call
from telephony.media import stream_tokens
from tests.factories import make_call

pytestmark = pytest.mark.django_db


def talking(**changes: object) -> Call:
    return make_call(None, status="in_progress", carrier_id="CA1", **changes)


def test_a_token_opens_its_call_once() -> None:
    call = talking()
    token = stream_tokens.issue(call)

    assert stream_tokens.redeem(token) == call
    assert stream_tokens.redeem(token) is None


def test_only_the_digest_is_kept() -> None:
    call = talking()
    token = stream_tokens.issue(call)

    call.refresh_from_db()
    assert call.stream_token == digest(token)


def test_a_first_token_is_made_once_in_the_life_of_a_call() -> None:
    call = talking()
    token = stream_tokens.issue(call)
    with pytest.raises(NotPermitted):
        stream_tokens.issue(call)
    stream_tokens.redeem(token)
    with pytest.raises(NotPermitted):
        stream_tokens.issue(call)


def test_a_token_lapses_after_a_minute() -> None:
    token = stream_tokens.issue(talking())

    with time_machine.travel(now() + timedelta(seconds=stream_tokens.VALID_SECONDS + 1)):
        assert stream_tokens.redeem(token) is None


def test_a_token_cannot_be_given_a_new_date() -> None:
    token = stream_tokens.issue(talking())
    secret, _, issued = token.rpartition(".")

    assert stream_tokens.redeem(f"{secret}.{int(issued) - 1}") is None


@pytest.mark.parametrize("token", ["", ".", "x.", "x.²", "x.99999999999999", "x.1.2", "é", "x.-1"])
def test_nonsense_opens_nothing(token: str) -> None:
    talking()

    assert stream_tokens.redeem(token) is None


def test_after_a_broken_socket_two_more_are_given_and_no_fourth() -> None:
    call = talking()
    assert stream_tokens.redeem(stream_tokens.issue(call))
    assert stream_tokens.redeem(stream_tokens.issue(call, again=True))
    assert stream_tokens.redeem(stream_tokens.issue(call, again=True))

    with pytest.raises(NotPermitted):
        stream_tokens.issue(call, again=True)


def test_no_second_token_before_the_first() -> None:
    with pytest.raises(NotPermitted):
        stream_tokens.issue(talking(), again=True)


def test_sockets_that_never_open_are_counted_too() -> None:
    call = talking()
    stream_tokens.issue(call)
    for _ in range(2):
        stream_tokens.issue(call, again=True)

    with pytest.raises(NotPermitted):
        stream_tokens.issue(call, again=True)


def test_an_ended_or_unwanted_call_opens_nothing() -> None:
    call = talking()
    token = stream_tokens.issue(call)
    Call.objects.filter(pk=call.pk).update(unwanted_at=call.created_at)
    assert stream_tokens.redeem(token) is None

    Call.objects.filter(pk=call.pk).update(unwanted_at=None, status="completed")
    assert stream_tokens.redeem(token) is None
