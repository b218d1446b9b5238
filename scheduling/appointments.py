"""Appointments: make and cancel them, and keep the person's calendar in step."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now

from callpilot import enqueue
from callpilot.errors import VendorError
from scheduling import holds
from scheduling.calendars.base import EventDraft
from scheduling.calendars.connected import connected
from scheduling.models import Appointment, Hold
from scheduling.signals import calendar_moved

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # nothing that sounds or looks like another
SYNC_TASK = "scheduling.tasks.sync_calendar"


def make(
    hold: Hold,
    *,
    title: str,
    timezone: str,
    place_name: str,
    address: str = "",
    phone: str = "",
    notes: str = "",
    status: str = Appointment.Status.BOOKED,
) -> Appointment:
    """Turn a hold into an appointment; asked again for the same hold, the first is returned.

    The hold lapses no more. The calendar is written after commit, by a task.
    """
    with transaction.atomic():
        Hold.objects.filter(pk=hold.pk).update(lapses_at=None)
        appointment, _made = Appointment.objects.get_or_create(
            hold=hold,
            defaults={
                "person_id": hold.person_id,
                "status": status,
                "start": hold.start,
                "end": hold.end,
                "timezone": timezone,
                "title": title,
                "place_name": place_name,
                "address": address,
                "phone": phone,
                "notes": notes,
                "confirmation_ref": new_reference(),
            },
        )
        enqueue.after_commit(SYNC_TASK, appointment.pk)
    return appointment


def new_reference() -> str:
    """Short, and easy to read out: "CP-7KQ-M4X"; 31^6 of them, so two alike are a rarity."""
    while True:
        first, second = ("".join(secrets.choice(LETTERS) for _ in range(3)) for _ in range(2))
        reference = f"CP-{first}-{second}"
        if not Appointment.objects.filter(confirmation_ref=reference).exists():
            return reference


def cancel(appointment: Appointment) -> bool:
    """Cancel, and give the time back; return whether it was this caller that did."""
    with transaction.atomic():
        if not appointment.move(
            Appointment.Status.CANCELLED,
            cancelled_at=now(),
            sequence=appointment.sequence + 1,
        ):
            return False
        holds.release(appointment.hold)
        enqueue.after_commit(SYNC_TASK, appointment.pk)
    return True


def sync_calendar(appointment_id: UUID | str) -> None:
    """Write the appointment into the person's calendar, or take it out; again is harmless.

    Network, so never in a transaction. Raises VendorError; the sweep comes again.
    """
    appointment = Appointment.objects.select_related("person").get(pk=appointment_id)
    if appointment.status == Appointment.Status.NEEDS_CONFIRMATION:
        return
    # Guarded by what we acted upon: whoever cancels meanwhile leaves work for the next round.
    rows = Appointment.objects.filter(pk=appointment.pk, status=appointment.status)
    try:
        written = _written(appointment)
    except VendorError:
        if rows.filter(calendar_failed_at=None).update(calendar_failed_at=now()):
            calendar_moved.send(Appointment, appointment_id=appointment.pk, status="failed")
        raise
    missing = rows.filter(in_calendar_at=None).exists()
    rows.update(in_calendar_at=written, calendar_failed_at=None)
    if missing and written is not None:
        calendar_moved.send(Appointment, appointment_id=appointment.pk, status="written")


def _written(appointment: Appointment) -> datetime | None:
    """Put it in the calendar or take it out; since when it stands there."""
    calendar = connected(appointment.person)[0]
    if appointment.status == Appointment.Status.CANCELLED:
        calendar.remove(appointment.person, appointment.pk)
        return None
    calendar.add(appointment.person, draft(appointment))
    return now()


def write_again(appointment: Appointment) -> None:
    """The person asks for another try at the calendar, now."""
    Appointment.objects.filter(pk=appointment.pk).update(calendar_failed_at=None)
    enqueue.after_commit(SYNC_TASK, appointment.pk)


def unsynced() -> list[UUID]:
    """Appointments whose calendar does not show them as they are."""
    missing = Q(status=Appointment.Status.BOOKED, in_calendar_at=None)
    left_over = Q(status=Appointment.Status.CANCELLED, in_calendar_at__isnull=False)
    rows = Appointment.objects.filter(missing | left_over)
    return list(rows.values_list("pk", flat=True))


def draft(appointment: Appointment) -> EventDraft:
    return EventDraft(
        appointment_id=appointment.pk,
        title=appointment.title,
        start=appointment.start,
        end=appointment.end,
        timezone=appointment.timezone,
        address=appointment.address,
        notes=appointment.description,
    )
