"""What happened is told after it is committed, by numbers and never by words."""

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from campaigns import announcements
from campaigns.models import Event
from tests.campaigns.channel_layer import KeepingLayer
from tests.factories import make_call, make_campaign

pytestmark = pytest.mark.django_db


def test_watchers_hear_the_number_of_an_event_once_it_is_committed(
    layer: KeepingLayer, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    campaign = make_campaign()
    group = announcements.group(campaign.pk)

    with django_capture_on_commit_callbacks(execute=True):
        event = Event.record(campaign, Event.Kind.CALL_NOTED, text="a secret")
        assert layer.told(group) == []

    assert layer.told(group) == [{"type": "event.recorded", "number": event.number}]


def test_a_live_call_hears_what_is_meant_for_it_alone(
    layer: KeepingLayer, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    first, second = make_call(), make_call()

    with django_capture_on_commit_callbacks(execute=True):
        announcements.tell_call(first.pk, {"type": "call.wrap_up"})

    assert layer.told(announcements.call_group(first.pk)) == [{"type": "call.wrap_up"}]
    assert layer.told(announcements.call_group(second.pk)) == []
