"""A stop stands until it is resumed, whoever stopped it may leave."""

import pytest
from django.utils.timezone import now

from campaigns.models import CallingStop
from tests.factories import make_person

pytestmark = pytest.mark.django_db


def test_a_stop_stands_until_it_is_resumed() -> None:
    assert CallingStop.standing() is None
    stop = CallingStop.objects.create()
    assert CallingStop.standing() == stop

    stop.resumed_at = now()
    stop.save()

    assert CallingStop.standing() is None


def test_a_stop_outlives_the_account_of_who_stopped() -> None:
    person = make_person()
    CallingStop.objects.create(stopped_by=person)

    person.delete()

    assert CallingStop.standing() is not None
