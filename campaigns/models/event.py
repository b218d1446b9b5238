"""Event: what happened, one row each; pages, API and audit trail all read this log."""

from django.db import models, transaction
from django.db.models import F

from campaigns import announcements
from campaigns.models.mandate import Mandate


class Event(models.Model):
    """One thing that happened in a mandate, numbered 1, 2, 3 … without gaps."""

    class Kind(models.TextChoices):
        CAMPAIGN_MOVED = "campaign_moved"  # status, reason
        PROVIDERS_FOUND = "providers_found"  # called, skipped
        CALL_QUEUED = "call_queued"  # purpose, attempt
        CALL_MOVED = "call_moved"  # status, outcome, reason
        CALL_NOTED = "call_noted"  # stage or anything the agent logs: text, details
        TURN = "turn"  # number, speaker, text, at_ms; of our answers wait_ms
        TOOL_RUN = "tool_run"  # name, ok, ms
        OFFER_NOTED = "offer_noted"  # verified, start
        OFFER_MOVED = "offer_moved"  # status
        RANKED = "ranked"  # offers in order
        BOOKING_MOVED = "booking_moved"  # status, reason
        CALENDAR_MOVED = "calendar_moved"  # status: written, failed
        NEXT_BEST = "next_best"  # text, start: the permit is free again, this is the best left
        NEEDS_YOU = "needs_you"  # question, options, deadline_at
        ANSWERED = "answered"  # to a needs_you: answer, question_number, default
        WHISPERED = "whispered"  # text, key: by the person to the assistant
        HEEDED = "heeded"  # whisper: the number of the one that the assistant has read

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="events")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    call = models.ForeignKey(
        "campaigns.Call", models.CASCADE, null=True, blank=True, related_name="events"
    )
    offer = models.ForeignKey(
        "campaigns.Offer", models.CASCADE, null=True, blank=True, related_name="events"
    )
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["mandate", "number"]
        constraints = [
            models.UniqueConstraint(fields=["mandate", "number"], name="events_are_numbered_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"

    @classmethod
    def record(
        cls,
        mandate: Mandate,
        kind: str,
        *,
        call: models.Model | None = None,
        offer: models.Model | None = None,
        **data: object,
    ) -> "Event":
        """Append a row with the next number, and tell the watchers once it is committed.

        The counter's row lock makes numbers gapless: the next writer waits for our
        commit, and a rollback gives the number back.
        """
        with transaction.atomic():
            rows = Mandate.objects.filter(pk=mandate.pk)
            rows.update(event_count=F("event_count") + 1)
            number = rows.values_list("event_count", flat=True).get()
            event = cls.objects.create(
                mandate_id=mandate.pk, number=number, kind=kind, call=call, offer=offer, data=data
            )
            announcements.tell(mandate.pk, number)
        return event
