"""Staff looks at people's time and changes nothing; of entries it sees when, not what."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.timezone import now

from scheduling import holds
from scheduling.models import CalendarEntry
from scheduling.slots import Slot
from tests.factories import make_person

pytestmark = pytest.mark.django_db


def test_the_title_of_an_entry_stays_the_persons_own(admin_client: Client) -> None:
    start = now() + timedelta(days=1)
    entry = CalendarEntry.objects.create(
        person=make_person(), start=start, end=start + timedelta(hours=1), title="Heart surgery"
    )

    for address in ("", f"{entry.pk}/change/", f"{entry.pk}/history/"):
        page = admin_client.get(f"/admin/scheduling/calendarentry/{address}")
        assert page.status_code == 200
        assert "Heart surgery" not in page.content.decode()


def test_a_hold_is_looked_at_and_not_let_go(admin_client: Client) -> None:
    slot = Slot.of(now() + timedelta(days=1), 30)
    hold = holds.place_hold(make_person(), slot, wish=uuid4(), keep=None)
    address = f"/admin/scheduling/hold/{hold.pk}"

    assert admin_client.get(f"{address}/change/").status_code == 200
    assert admin_client.post(f"{address}/change/", {"released_at": ""}).status_code == 403
    assert admin_client.post(f"{address}/delete/", {"post": "yes"}).status_code == 403
