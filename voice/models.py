"""Turn and ToolRun: what was said in a call, and what the agent did meanwhile."""

import re

from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_TEXT_LENGTH = 2_000  # characters of one turn; minutes of talk
# What no database keeps as text: NUL and half a surrogate pair.
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")


def storable(text: str, longest: int = MAX_TEXT_LENGTH) -> str:
    """Somebody's words as far as a row can hold them."""
    return _NO_TEXT.sub("", text[:longest])


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
