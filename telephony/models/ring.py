"""Ring: one dial as the caps count it."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.timezone import now

from campaigns.models import Call


class Ring(models.Model):
    """A number that was dialled, or perhaps was: who asked for it, and when.

    It outlives its call: whoever deletes their account must not let a desk be rung anew.
    """

    KEPT = timedelta(days=7)  # the longest span over which is counted

    number = models.CharField(max_length=20)  # that was really dialled, E.164
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    call = models.ForeignKey(Call, models.SET_NULL, null=True, related_name="rings")
    rung_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [
            models.Index(fields=["number", "rung_at"], name="rings_of_a_number"),
            models.Index(fields=["person", "rung_at"], name="rings_of_a_person"),
            models.Index(fields=["rung_at"], name="rings_of_all"),
        ]

    def __str__(self) -> str:
        return f"rung at {self.rung_at:%Y-%m-%d %H:%M}"

    @classmethod
    def of(cls, call: Call, number: str) -> Self:
        """Count this dial; belongs in the transaction that claims the call."""
        return cls.objects.create(number=number, person_id=call.mandate.person_id, call=call)

    @classmethod
    def take_back(cls, call: Call) -> None:
        """It is proven that nothing was placed, so nobody was rung."""
        cls.objects.filter(call=call).delete()

    @classmethod
    def forget_old(cls) -> int:
        """Delete what no cap counts any more; how many that were."""
        count, _kinds = cls.objects.filter(rung_at__lte=now() - cls.KEPT).delete()
        return count
