"""What the carrier told us: kept once for each source, and longer than its call."""

import pytest
from django.db import IntegrityError, transaction

from telephony.models import WebhookDelivery
from tests.factories import make_call

pytestmark = pytest.mark.django_db


def keep(key: str = "k", source: str = "twilio") -> WebhookDelivery:
    return WebhookDelivery.objects.create(source=source, dedupe_key=key, kind="status")


def test_the_database_keeps_a_delivery_once() -> None:
    keep()

    with pytest.raises(IntegrityError), transaction.atomic():
        keep()


def test_two_sources_may_use_the_same_key() -> None:
    keep()
    keep(source="poll")

    assert WebhookDelivery.objects.count() == 2


def test_the_newest_is_listed_first() -> None:
    first, second = keep("1"), keep("2")

    assert list(WebhookDelivery.objects.all()) == [second, first]


def test_what_was_told_outlives_the_call_it_was_about() -> None:
    call = make_call()
    row = keep()
    WebhookDelivery.objects.update(call=call)

    call.delete()

    row.refresh_from_db()
    assert row.call is None


def test_a_delivery_says_who_told_what() -> None:
    assert str(WebhookDelivery(source="twilio", kind="amd")) == "twilio amd"
