"""Turn, ToolRun and VendorSession: what was said and done in a call, and by whose service."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

MAX_TEXT_LENGTH = 2_000  # characters of one turn; minutes of talk


class Turn(models.Model):
    """One uninterrupted say. The agent's text is what was heard, not what was sent."""

    class Speaker(models.TextChoices):
        CALLEE = "callee", _("callee")
        AGENT = "agent", _("agent")
        CARRIER = "carrier", _("announcement")  # the disclosure, spoken by the carrier
        PERSON = "person", _("you")  # a whisper

    call = models.ForeignKey("campaigns.Call", models.CASCADE, related_name="turns")
    number = models.PositiveIntegerField()  # 1, 2, 3 … in the order of speaking
    speaker = models.CharField(max_length=8, choices=Speaker.choices)
    text = models.TextField()
    interrupted = models.BooleanField(default=False)  # cut short by the other side
    started_ms = models.PositiveIntegerField(default=0)  # since the call was answered
    ended_ms = models.PositiveIntegerField(default=0)
    latency_ms = models.PositiveIntegerField(null=True, blank=True)  # our share, agent turns only
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["call", "number"]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="turns_are_numbered_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.speaker}"


class ToolRun(models.Model):
    """One thing the agent asked for and the answer it got; asked again, it gets the same."""

    call = models.ForeignKey("campaigns.Call", models.CASCADE, related_name="tool_runs")
    name = models.CharField(max_length=40)
    arguments = models.JSONField(default=dict)
    # Of name, arguments and how many callee turns had been heard: the same question
    # asked after new words is a new question.
    key = models.CharField(max_length=64)
    ok = models.BooleanField(default=False)
    answer = models.JSONField(null=True)  # None while it runs
    at_ms = models.PositiveIntegerField(default=0)  # since the call was answered
    took_ms = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["call", "id"]
        constraints = [
            models.UniqueConstraint(fields=["call", "key"], name="a_tool_runs_once_per_question")
        ]

    def __str__(self) -> str:
        return self.name


class VendorSession(models.Model):
    """One session of an agent under its vendor's own name, and what the vendor says of it.

    Facts for the bill and for whoever looks into a call; no offer and no booking comes of them.
    """

    call = models.ForeignKey("campaigns.Call", models.CASCADE, related_name="vendor_sessions")
    engine = models.CharField(max_length=20)
    vendor_id = models.CharField(max_length=100)
    opened_at = models.DateTimeField(auto_now_add=True)
    told_at = models.DateTimeField(null=True, blank=True)  # None: nothing is known of its end
    failed = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)  # why it ended, in the vendor's words
    seconds = models.PositiveIntegerField(null=True, blank=True)
    credits = models.PositiveIntegerField(null=True, blank=True)
    cost = models.DecimalField(max_digits=8, decimal_places=4, null=True, blank=True)  # in CURRENCY
    asked = models.PositiveSmallIntegerField(default=0)  # how often we had to ask
    asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["call", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["engine", "vendor_id"], name="a_session_at_its_vendor_is_one_of_ours"
            )
        ]
        indexes = [
            models.Index(fields=["opened_at"], condition=Q(told_at=None), name="sessions_untold")
        ]

    def __str__(self) -> str:
        return f"{self.engine} {self.vendor_id}"


class SecondOpinion(models.Model):
    """What a language model makes of a call that has booked; it may only lower our verdict."""

    call = models.OneToOneField("campaigns.Call", models.CASCADE, related_name="second_opinion")
    created_at = models.DateTimeField(auto_now_add=True)
    asked = models.PositiveSmallIntegerField(default=0)  # how often
    asked_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    agreed = models.BooleanField(null=True)  # whether the desk has; None: it has not answered
    quote = models.CharField(max_length=300, blank=True)  # the words that decide it

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["created_at"], condition=Q(answered_at=None), name="opinions_unanswered"
            )
        ]

    def __str__(self) -> str:
        return {None: "", True: "agreed", False: "not agreed"}[self.agreed]
