"""What happened is told after it is committed, by numbers and never by words."""

import pytest

from campaigns import announcements
from campaigns.models import Event
from tests.factories import make_call, make_campaign

pytestmark = pytest.mark.django_db


def test_watchers_hear_the_number_of_an_event_once_it_is_committed(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: object
) -> None:
    told: list[tuple[str, dict[str, object]]] = []
    monkeypatch.setattr(announcements, "_send", lambda name, message: told.append((name, message)))
    campaign = make_campaign()

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        event = Event.record(campaign, Event.Kind.CALL_NOTED, text="a secret")
        assert told == []

    message = {"type": "event.recorded", "number": event.number}
    assert told == [(announcements.group(campaign.pk), message)]


def test_a_live_call_hears_what_is_meant_for_it_alone(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: object
) -> None:
    told: list[str] = []
    monkeypatch.setattr(announcements, "_send", lambda name, message: told.append(name))
    first, second = make_call(), make_call()

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        announcements.tell_call(first.pk, {"type": "call.wrap_up"})

    assert told == [announcements.call_group(first.pk)] != [announcements.call_group(second.pk)]
