"""Recording: the sound of one call, who agreed to it, until when it is kept; and what is not."""

from typing import ClassVar

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _


class Recording(models.Model):
    """Both sides of a call in one file, or why there is none.

    Its clock is the call's: sample 0 is the moment of the answer, so a turn's milliseconds are
    the recording's. Before `began_ms`, while the carrier announced us, it is silent.
    """

    class Consent(models.TextChoices):
        SIMULATED = "simulated", _("not needed, nobody real was called")
        GIVEN = "given", _("given by the desk")
        REFUSED = "refused", _("refused by the desk")
        UNANSWERED = "unanswered", _("asked for, and not answered")

    ALLOWING: ClassVar[set[str]] = {Consent.SIMULATED, Consent.GIVEN}

    call = models.OneToOneField("campaigns.Call", models.CASCADE, related_name="recording")
    path = models.CharField(max_length=80, blank=True)  # the file's name; blank: there is none
    consent = models.CharField(max_length=12, choices=Consent.choices)
    began_ms = models.PositiveIntegerField(default=0)  # since the answer: the first sound kept
    seconds = models.FloatField(default=0)
    size = models.PositiveBigIntegerField(default=0)  # bytes of the file
    peaks = models.BinaryField(default=b"", blank=True)  # 800 of the callee, then 800 of ours
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)  # its numbers are known
    # In the storage; until then it lies in the spool of the host that recorded it.
    stored_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True, db_index=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"recording of {self.call_id}"

    @property
    def kept(self) -> bool:
        """Whether there is sound that may be heard, wherever it lies."""
        return bool(self.path) and not self.expired

    @property
    def expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= now()


class DiscardedSound(models.Model):
    """A file that must not be kept any more; it says no longer of whom it was.

    It outlives the recording's row, as the file may lie where nobody can reach it now: in a storage
    that does not answer, or in the spool of a host that is off.
    """

    path = models.CharField(max_length=80, unique=True)
    discarded_at = models.DateTimeField(default=now)
    removed_at = models.DateTimeField(null=True, blank=True)  # from the storage

    def __str__(self) -> str:
        return self.path
