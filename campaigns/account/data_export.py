"""All that is kept about one person: written out as JSON, piece by piece, or deleted."""

import json
from collections.abc import Iterator

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _

from callpilot.errors import NotPermitted
from callpilot.models import ApiToken, Profile, User
from campaigns.calls.cancel import cancel_campaign
from campaigns.models import (
    Booking,
    Call,
    Campaign,
    Candidate,
    Contact,
    Draft,
    Event,
    Mandate,
    Notice,
    Offer,
    Preferences,
    Provider,
)
from campaigns.signals import recordings_unwanted
from scheduling.models import Appointment, CalendarEntry, CalendarRules, Hold, WorkingHours

# Never written out: what lets somebody act, and numbers that mean nothing outside.
SECRET = {"token", "agent_token", "digest", "password", "carrier_id", "event_count"}


def parts(person: User) -> dict[str, QuerySet[Model]]:
    """Every table that holds something of the person, by the name it has in the file."""
    mine = {"person_id": person.pk}
    theirs = {"campaign__person_id": person.pk}
    return {
        "profile": Profile.objects.filter(user_id=person.pk),
        "preferences": Preferences.objects.filter(user_id=person.pk),
        "api_tokens": ApiToken.objects.filter(user_id=person.pk),
        "address_book": Contact.objects.filter(**mine),
        "providers": Provider.objects.filter(owner_id=person.pk),
        "drafts": Draft.objects.filter(**mine),
        "requests": Campaign.objects.filter(**mine),
        "candidates": Candidate.objects.filter(**theirs),
        "calls": Call.objects.filter(mandate__person_id=person.pk),
        "offers": Offer.objects.filter(**theirs),
        "bookings": Booking.objects.filter(**theirs),
        "notices": Notice.objects.filter(**theirs),
        "events": Event.objects.filter(mandate__person_id=person.pk).order_by("pk"),
        "appointments": Appointment.objects.filter(**mine),
        "calendar_entries": CalendarEntry.objects.filter(**mine),
        "calendar_rules": CalendarRules.objects.filter(**mine),
        "working_hours": WorkingHours.objects.filter(**mine),
    }


def written_out(person: User) -> Iterator[str]:
    """One JSON object, a row at a time, so that no amount of it fills the memory."""
    head = {"username": person.username, "email": person.email, "joined": person.date_joined}
    yield f'{{\n"written_at": {_json(now())},\n"person": {_json(head)}'
    for name, rows in parts(person).items():
        yield f',\n"{name}": ['
        shown = [
            field.attname
            for field in rows.model._meta.concrete_fields
            if field.attname not in SECRET and not field.attname.endswith("_token")
        ]
        for number, row in enumerate(rows.values(*shown).iterator(chunk_size=500)):
            yield ("," if number else "") + "\n" + _json(row)
        yield "]"
    yield "\n}\n"


def _json(value: object) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)


def drop_recordings(person: User) -> int:
    """Have the sound of all the person's calls deleted; how many that were."""
    told = recordings_unwanted.send(sender=type(person), person_id=person.pk)
    counts: list[object] = [answer for _listener, answer in told]
    return sum(count for count in counts if isinstance(count, int))


def upcoming(person: User) -> QuerySet[Appointment]:
    rows = Appointment.objects.filter(person_id=person.pk, start__gt=now())
    return rows.exclude(status=Appointment.Status.CANCELLED).order_by("start")


def live_calls(person: User) -> int:
    return Call.objects.live().filter(mandate__person_id=person.pk).count()


def erase(person: User) -> None:
    """Delete the account and all that is kept about it; desks are not told of anything.

    Whatever still waits is stopped first. Raises NotPermitted while somebody is on the line in
    the person's name; then what waited is stopped all the same, and the rest stands.
    """
    for campaign in Campaign.objects.filter(person_id=person.pk).unfinished():
        cancel_campaign(campaign)
    with transaction.atomic():
        mandates = Mandate.objects.filter(person_id=person.pk)
        list(mandates.select_for_update(no_key=True).order_by("pk"))
        if live_calls(person):
            raise NotPermitted(
                _("A call is still being ended. Wait a few seconds, then try again.")
            )
        drop_recordings(person)
        Booking.objects.filter(campaign__person_id=person.pk).delete()
        mandates.delete()
        Appointment.objects.filter(person_id=person.pk).delete()
        Hold.objects.filter(person_id=person.pk).delete()
        person.delete()
