"""Recording: the sound of one call, its file, who agreed to it and until when it is kept."""

from pathlib import Path
from typing import ClassVar

from django.conf import settings
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
    path = models.CharField(max_length=80, blank=True)  # in the folder; blank: there is no file
    consent = models.CharField(max_length=12, choices=Consent.choices)
    began_ms = models.PositiveIntegerField(default=0)  # since the answer: the first sound kept
    seconds = models.FloatField(default=0)
    size = models.PositiveBigIntegerField(default=0)  # bytes of the file
    peaks = models.BinaryField(default=b"", blank=True)  # 800 of the callee, then 800 of ours
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)  # its numbers are known
    expires_at = models.DateTimeField(null=True, blank=True, db_index=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"recording of {self.call_id}"

    @staticmethod
    def folder() -> Path:
        return Path(settings.RECORDINGS_DIR)

    @property
    def file(self) -> Path | None:
        """Where the sound lies; None when there is none, or it has lapsed."""
        if not self.path or self.expired:
            return None
        return self.folder() / self.path

    @property
    def expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= now()
