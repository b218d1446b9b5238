"""Suppression: a number that must not be called, for whoever asks."""

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _


class Suppression(models.Model):
    """A number that asked not to be called, or that staff has blocked; for all users at once."""

    class Source(models.TextChoices):
        CALLEE = "callee", _("asked during a call")
        STAFF = "staff", _("entered by staff")
        COOL_DOWN = "cool_down", _("had no time")  # lapses

    phone = models.CharField(max_length=20, db_index=True)  # E.164
    source = models.CharField(max_length=12, choices=Source.choices)
    reason = models.CharField(max_length=200, blank=True)
    call = models.ForeignKey("campaigns.Call", models.SET_NULL, null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    lapses_at = models.DateTimeField(null=True, blank=True)  # None: for good
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["phone", "source"], name="a_number_is_suppressed_once_per_source"
            )
        ]

    def __str__(self) -> str:
        return self.phone

    @classmethod
    def standing_for(cls, phone: str) -> "Suppression | None":
        """The suppression in force for this number, lasting ones first."""
        rows = cls.objects.filter(phone=phone).filter(
            models.Q(lapses_at=None) | models.Q(lapses_at__gt=now())
        )
        return rows.order_by(models.F("lapses_at").desc(nulls_first=True)).first()
