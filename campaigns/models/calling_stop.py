"""CallingStop: somebody in charge has stopped all calls."""

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _


class CallingStop(models.Model):
    """From `stopped_at` until `resumed_at` nobody is called, whoever asks for it.

    telephony/dialling/stop.py writes it, in turn with the claims of calls; at most one stands.
    """

    reason = models.CharField(_("reason"), max_length=200, blank=True)  # read by staff
    stopped_at = models.DateTimeField(default=now)
    stopped_by = models.ForeignKey(  # empty: by command
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    hung_up = models.PositiveIntegerField(default=0)  # live calls that it ended
    resumed_at = models.DateTimeField(null=True, blank=True)
    resumed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-stopped_at"]
        verbose_name = _("stop of all calling")
        verbose_name_plural = _("stops of all calling")

    def __str__(self) -> str:
        return f"{self.stopped_at:%Y-%m-%d %H:%M} UTC"

    @classmethod
    def standing(cls) -> "CallingStop | None":
        """The stop that is in force."""
        return cls.objects.filter(resumed_at=None).first()
