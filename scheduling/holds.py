"""Holds: keep a slot of a person's time free, for one wish at a time."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from callpilot.errors import SlotTaken
from callpilot.models import User
from scheduling.models import Appointment, Hold
from scheduling.slots import Slot

HOLD_LOCK = 7421  # the first half of the advisory lock's key; the second is the person


def place_hold(person: User, slot: Slot, *, wish: UUID, keep: timedelta | None) -> Hold:
    """Keep `slot` free for `keep`, or for good when that is None.

    Holds of one wish may overlap, since at most one of them comes true. Raises SlotTaken when
    a hold of another wish stands there. The database's own constraint is the judge; the lock
    in front of it makes contenders wait for each other instead of running into deadlocks.
    """
    with transaction.atomic():
        _lock(person)
        moment = now()
        mine = Hold.objects.filter(person=person, released_at=None)
        # The constraint cannot know the time, so what has lapsed must also be released.
        mine.filter(lapses_at__lte=moment).update(released_at=moment)
        if mine.overlapping(slot.start, slot.end).exclude(wish=wish).exists():
            raise SlotTaken(_("That time is already kept for something else."))
        try:
            with transaction.atomic():
                return Hold.objects.create(
                    person=person,
                    wish=wish,
                    start=slot.start,
                    end=slot.end,
                    lapses_at=None if keep is None else moment + keep,
                )
        except IntegrityError:
            raise SlotTaken(_("That time is already kept for something else.")) from None


def extend(hold: Hold, until: datetime | None) -> bool:
    """Keep a standing hold until `until` (None: for good); False when it has lapsed already."""
    kept = Hold.objects.standing().filter(pk=hold.pk).update(lapses_at=until)
    if kept:
        hold.lapses_at = until
    return bool(kept)


def release(hold: Hold) -> bool:
    """Give the time back; return whether it was this caller that did."""
    moment = now()
    released = Hold.objects.filter(pk=hold.pk, released_at=None).update(released_at=moment)
    if released:
        hold.released_at = moment
    return bool(released)


def release_wish(person: User, wish: UUID, *, but: Hold | None = None) -> int:
    """Release all holds of a wish except `but` and those that an appointment rests on."""
    rows = Hold.objects.filter(person=person, wish=wish, released_at=None)
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    needed = Appointment.objects.filter(person=person).exclude(status=Appointment.Status.CANCELLED)
    return rows.exclude(pk__in=needed.values("hold_id")).update(released_at=now())


def _lock(person: User) -> None:
    """Let one transaction at a time place holds for this person.

    SQLite needs nothing: its transactions begin IMMEDIATE, so writers queue anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [HOLD_LOCK, person.pk])
