"""Old idempotency keys are deleted, young ones are kept."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from callpilot.models import IdempotencyKey
from callpilot.tasks import KEEP_KEYS, tidy_keys
from tests.factories import make_person


@pytest.mark.django_db
def test_only_keys_that_nobody_will_ask_for_again_go() -> None:
    person = make_person()
    for key, age in (("old", KEEP_KEYS + timedelta(minutes=1)), ("young", timedelta(hours=1))):
        row = IdempotencyKey.objects.create(user=person, key=key, fingerprint="f")
        IdempotencyKey.objects.filter(pk=row.pk).update(created_at=now() - age)

    tidy_keys()

    assert [row.key for row in IdempotencyKey.objects.all()] == ["young"]
