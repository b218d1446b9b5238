"""A dial as the caps count it: it outlives its call, and is forgotten after a week."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from campaigns.account import data_export
from telephony.models import Ring
from tests.factories import make_call

pytestmark = pytest.mark.django_db


def test_a_ring_stays_when_the_account_is_deleted_and_names_nobody() -> None:
    call = make_call(status="completed")
    assert call.campaign is not None
    Ring.of(call, call.to_number)

    data_export.erase(call.campaign.person)

    ring = Ring.objects.get()
    assert (ring.number, ring.person, ring.call) == (call.to_number, None, None)


def test_what_no_cap_counts_any_more_is_forgotten() -> None:
    young, old = (Ring.of(make_call(), "+14155550142") for _ in range(2))
    Ring.objects.filter(pk=young.pk).update(rung_at=now() - timedelta(days=6, hours=23))
    Ring.objects.filter(pk=old.pk).update(rung_at=now() - timedelta(days=7, seconds=1))

    assert Ring.forget_old() == 1

    assert Ring.objects.get() == young
