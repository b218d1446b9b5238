"""Call: one phone call to one provider. A retry is another call."""

import secrets
import uuid
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from callpilot.json_types import JsonObject
from callpilot.states import StateMachine
from campaigns.models.event import Event
from campaigns.models.mandate import Mandate
from campaigns.signals import call_queued, call_unwanted


def new_token() -> str:
    """256 random bits: who knows it is the carrier or the agent of exactly one call."""
    return secrets.token_urlsafe(32)


class CallQuerySet(models.QuerySet["Call"]):
    def due(self) -> "CallQuerySet":
        """Waiting, and allowed to start by now; who has waited longest comes first."""
        return self.filter(status=Call.Status.QUEUED, due_at__lte=now()).order_by("due_at", "id")

    def live(self) -> "CallQuerySet":
        """With the carrier, or perhaps with the carrier."""
        return self.filter(status__in=Call.LIVE)

    def open(self) -> "CallQuerySet":
        """Waiting or live; asked so that the small partial indexes answer it."""
        return self.filter(Q(status=Call.Status.QUEUED) | Q(status__in=Call.LIVE))


class Call(StateMachine):
    """One phone call to one provider."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("waiting")  # for its time, a free line and the guard
        DIALING = "dialing", _("dialling")  # claimed; perhaps already with the carrier
        IN_DOUBT = (
            "in_doubt",
            _("being looked up"),
        )  # the carrier's answer was lost; never redialled
        RINGING = "ringing", _("ringing")
        IN_PROGRESS = "in_progress", _("talking")  # answered
        COMPLETED = "completed", _("ended")  # somebody or something answered
        FAILED = "failed", _("failed")  # no conversation came of it; see `reason`
        CANCELLED = "cancelled", _("stopped")  # by the person, before it was answered

    MOVES: ClassVar[dict[str, set[str]]] = {
        Status.QUEUED: {Status.DIALING, Status.FAILED, Status.CANCELLED},
        Status.DIALING: {
            Status.QUEUED,  # only when the carrier has proven that nothing was placed
            Status.IN_DOUBT,
            Status.RINGING,
            Status.IN_PROGRESS,
            Status.COMPLETED,
            Status.FAILED,
            Status.CANCELLED,
        },
        Status.IN_DOUBT: {
            Status.DIALING,
            Status.RINGING,
            Status.IN_PROGRESS,
            Status.COMPLETED,
            Status.FAILED,
            Status.CANCELLED,
        },
        Status.RINGING: {
            Status.IN_PROGRESS,
            Status.COMPLETED,
            Status.FAILED,
            Status.CANCELLED,
        },
        Status.IN_PROGRESS: {Status.COMPLETED, Status.FAILED},
    }
    LETTING_GO: ClassVar[list[str]] = ["release", "cancel"]  # purposes that outlive the campaign
    LIVE: ClassVar[list[str]] = [
        Status.DIALING,
        Status.IN_DOUBT,
        Status.RINGING,
        Status.IN_PROGRESS,
    ]
    ENDED: ClassVar[list[str]] = [Status.COMPLETED, Status.FAILED, Status.CANCELLED]

    class Purpose(models.TextChoices):
        ENQUIRE = "enquire", _("asking for a time")
        CONFIRM = "confirm", _("booking")
        RELEASE = "release", _("releasing a time")
        RESCHEDULE = "reschedule", _("moving")
        CANCEL = "cancel", _("cancelling")
        ERRAND = "errand", _("errand")

    class Outcome(models.TextChoices):
        """What a conversation gave; blank until it has ended."""

        OFFER = "offer", _("offer")
        NO_SLOTS = "no_slots", _("no suitable time")
        CALLBACK_PROMISED = "callback_promised", _("will ring back")
        DECLINED = "declined", _("asked us not to call")
        VOICEMAIL = "voicemail", _("voicemail")
        NO_ANSWER = "no_answer", _("no answer")
        BUSY = "busy", _("line busy")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("stopped")
        BOOKED = "booked", _("booked")  # a confirm call's proven yes
        REFUSED = "refused", _("no longer free")  # a confirm call's no
        RELEASED = "released", _("released")  # a release or cancel call was heard

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="calls")
    campaign = models.ForeignKey(  # the mandate, where it is one
        "campaigns.Campaign", models.CASCADE, null=True, blank=True, related_name="+"
    )
    provider = models.ForeignKey(
        "campaigns.Provider", models.PROTECT, null=True, blank=True, related_name="calls"
    )
    offer = models.ForeignKey(  # what a confirm or release call is about
        "campaigns.Offer", models.SET_NULL, null=True, blank=True, related_name="about_calls"
    )
    retry_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="retries"
    )
    purpose = models.CharField(max_length=12, choices=Purpose.choices, default=Purpose.ENQUIRE)
    attempt = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.QUEUED)
    reason = models.CharField(max_length=300, blank=True)  # why it failed or waits, in words
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    summary = models.CharField(max_length=500, blank=True)  # the agent's own words; proves nothing

    to_number = models.CharField(max_length=20)  # E.164, frozen when the call was made
    engine = models.CharField(max_length=20, blank=True)
    brief = models.JSONField(default=dict, blank=True)  # extra facts for the agent (leverage …)

    token = models.CharField(max_length=64, unique=True, default=new_token)  # in every webhook URL
    stream_token = models.CharField(max_length=64, blank=True)  # digest; blank: none is out
    stream_offers = models.PositiveSmallIntegerField(default=0)  # tokens made for media sockets
    stream_count = models.PositiveSmallIntegerField(default=0)  # sockets opened so far
    tool_token = models.CharField(max_length=64, unique=True, default=new_token)
    carrier_id = models.CharField(max_length=64, null=True, blank=True, unique=True)

    due_at = models.DateTimeField(default=now)
    deadline_at = models.DateTimeField(null=True, blank=True)  # set while live; the reaper's
    claimed_at = models.DateTimeField(null=True, blank=True)
    ringing_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    unwanted_at = models.DateTimeField(null=True, blank=True)  # somebody wants it ended
    checked_at = models.DateTimeField(null=True, blank=True)  # the carrier was last asked
    concluded_at = models.DateTimeField(null=True, blank=True)  # its outcome was acted upon
    message_at = models.DateTimeField(null=True, blank=True)  # left on their machine
    answered_by = models.CharField(max_length=24, blank=True)  # human, machine_start …
    keys_wanted = models.CharField(max_length=32, blank=True)  # DTMF to be pressed, once

    cost_reserved = models.DecimalField(max_digits=8, decimal_places=4, default=Decimal(0))
    cost = models.DecimalField(max_digits=8, decimal_places=4, null=True, blank=True)
    metrics = models.JSONField(default=dict, blank=True)  # conversation.md §7
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(campaign__isnull=True) | Q(campaign=F("mandate")),
                name="a_call_is_of_its_mandate",
            ),
            models.UniqueConstraint(
                fields=["to_number"],
                condition=Q(status__in=["dialing", "in_doubt", "ringing", "in_progress"]),
                name="one_live_call_per_number",
            ),
            models.UniqueConstraint(
                fields=["campaign", "provider", "attempt"],
                condition=Q(purpose="enquire"),
                name="an_enquiry_is_attempted_once",
            ),
            models.UniqueConstraint(
                fields=["offer", "purpose", "attempt"],
                condition=Q(offer__isnull=False),
                name="an_offer_is_called_about_once",
            ),
            models.UniqueConstraint(
                fields=["campaign", "provider"],
                condition=Q(message_at__isnull=False),
                name="one_message_per_provider",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(status="queued"), name="calls_due"),
            models.Index(
                fields=["deadline_at"],
                condition=Q(status__in=["dialing", "in_doubt", "ringing", "in_progress"]),
                name="calls_live",
            ),
            models.Index(
                fields=["ended_at"],
                condition=Q(concluded_at=None, ended_at__isnull=False),
                name="calls_to_conclude",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.provider or self.to_number}"

    @property
    def ended(self) -> bool:
        return self.status in self.ENDED

    @property
    def socket_lost(self) -> bool:
        """Whether its last media socket was opened and nothing has been stored of how it went."""
        stored: int = self.metrics.get(self.SOCKETS_STORED, 0)
        return stored < self.stream_count

    @property
    def rehearsed(self) -> bool:
        """Whether somebody plays the desk: what is said there is held against no real one."""
        return self.mandate.rehearsal or settings.MODE == "rehearsal"

    @property
    def talk_seconds(self) -> float:
        """Seconds since, or between, answer and end; 0 when nobody answered."""
        if self.answered_at is None:
            return 0.0
        return ((self.ended_at or now()) - self.answered_at).total_seconds()

    def move(self, status: str, *, only_from: set[str] | None = None, **changes: object) -> bool:
        """As StateMachine, with the mandate locked first: see Mandate.locked."""
        with transaction.atomic():
            Mandate.locked(self.mandate_id)
            return super().move(status, only_from=only_from, **changes)

    def announce(self) -> None:
        """Say that this call waits for a line; who listens is not our business."""
        call_queued.send(sender=type(self), call_id=self.pk, due_at=self.due_at)

    def end(self, reason: str) -> None:
        """Want this call ended: never dialled if it waits, hung up if it is live."""
        if self.move(
            self.Status.CANCELLED,
            only_from={self.Status.QUEUED},
            outcome=self.Outcome.CANCELLED,
            reason=reason,
            ended_at=now(),
        ):
            return
        marked = Call.objects.live().filter(pk=self.pk, unwanted_at=None)
        if marked.update(unwanted_at=now(), reason=reason):
            call_unwanted.send(sender=type(self), call_id=self.pk)

    def defer(self, until: datetime, reason: str) -> None:
        """Keep waiting until `until`, and say why; those who watch are told of another reason."""
        with transaction.atomic():
            Mandate.locked(self.mandate_id)
            rows = Call.objects.filter(pk=self.pk, status=self.Status.QUEUED)
            news = bool(reason) and rows.exclude(reason=reason).exists()
            if rows.update(due_at=until, reason=reason) and news:
                self.refresh_from_db()
                self.moved()

    def add_metrics(self, metrics: JsonObject) -> None:
        """Write these, and keep what others have written meanwhile under other names."""
        with transaction.atomic():
            known = Call.objects.select_for_update().values_list("metrics", flat=True)
            self.metrics = known.get(pk=self.pk) | metrics
            Call.objects.filter(pk=self.pk).update(metrics=self.metrics)

    def take_keys(self) -> str:
        """The keys that are to be pressed, for the one who comes first; "" for all others."""
        self.refresh_from_db(fields=["keys_wanted"])
        keys = self.keys_wanted
        wanted = Call.objects.filter(pk=self.pk, keys_wanted=keys).exclude(keys_wanted="")
        return keys if wanted.update(keys_wanted="") else ""

    def moved(self) -> None:
        Event.record(
            self.mandate,
            Event.Kind.CALL_MOVED,
            call=self,
            status=self.status,
            outcome=self.outcome,
            reason=self.reason,
        )
        if self.status == self.Status.IN_PROGRESS and self.campaign is not None:
            self.campaign.begin_negotiating()

    NEVER_PLACED: ClassVar[str] = "never_placed"  # in `metrics`: proven, so another may be made
    SOCKETS_STORED: ClassVar[str] = "sockets_stored"  # in `metrics`: `stream_count` at the last end
    CUT_OFF: ClassVar[str] = "cut_off"  # in `brief`: an earlier try broke off, by our fault
    AFTER_MACHINE: ClassVar[str] = "after_machine"  # in `brief`: nobody asked us to ring once more
