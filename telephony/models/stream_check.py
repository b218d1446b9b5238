"""StreamCheck: whether our media socket can be reached, as was last seen by opening it."""

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _


class StreamCheck(models.Model):
    """Whether whoever picks up would find our voice: one row for the whole deployment.

    Whoever wants to know claims the next try by `asked_at`, so that many workers try once.
    """

    class Fault(models.TextChoices):
        SILENT = "silent", _("the media process does not answer")
        NO_SOCKET = "no_socket", _("no WebSocket gets through to us")
        FOREIGN = "foreign", _("its address leads somewhere else")

    ONLY = 1  # the one row's key
    FRESH = timedelta(seconds=10)  # after a good answer nobody tries again so soon
    PROVEN = timedelta(seconds=30)  # so long a good answer counts: it is renewed before that
    TRY_AGAIN = timedelta(seconds=8)  # after a bad answer, or none: longer than a try may take

    address = models.CharField(max_length=300, blank=True)  # another one is unproven
    asked_at = models.DateTimeField(null=True, blank=True)  # the last try began
    told_at = models.DateTimeField(null=True, blank=True)  # and ended
    good_at = models.DateTimeField(null=True, blank=True)  # empty: bad, or in doubt
    mended_at = models.DateTimeField(null=True, blank=True)  # good for the first time after bad
    fault = models.CharField(max_length=12, choices=Fault.choices, blank=True)
    detail = models.CharField(max_length=80, blank=True)  # for operators

    def __str__(self) -> str:
        return f"{self.address}: {self.fault or 'good'}"

    @classmethod
    def of(cls, address: str) -> Self:
        """The row, which forgets what it knew of any other address."""
        row, _new = cls.objects.get_or_create(pk=cls.ONLY)
        if row.address != address:
            nothing = {"asked_at": None, "told_at": None, "good_at": None, "mended_at": None}
            others = cls.objects.filter(pk=cls.ONLY, address=row.address)
            others.update(address=address, fault="", detail="", **nothing)
            row.refresh_from_db()
        return row

    @property
    def fresh(self) -> bool:
        return self.good_at is not None and self.good_at > now() - self.FRESH

    @property
    def proven(self) -> bool:
        return self.good_at is not None and self.good_at > now() - self.PROVEN

    @property
    def under_way(self) -> bool:
        """Whether somebody tries at this moment."""
        if self.asked_at is None or self.asked_at <= now() - self.TRY_AGAIN:
            return False
        return self.told_at is None or self.told_at < self.asked_at

    def claim(self) -> bool:
        """Take the next try; False while another one runs or has just failed."""
        due = Q(asked_at=None) | Q(asked_at__lte=now() - self.TRY_AGAIN)
        return bool(self._row().filter(due).update(asked_at=now()))

    def tell(self, fault: str, detail: str = "") -> None:
        """What the claimed try has shown; a blank fault is none."""
        moment = now()
        if not fault:
            self._row().exclude(fault="").update(mended_at=moment)
        self._row().update(
            told_at=moment, good_at=None if fault else moment, fault=fault, detail=detail[:80]
        )
        self.refresh_from_db()

    @classmethod
    def doubt(cls) -> None:
        """A call has found nobody: a good answer counts no longer, and may be asked for at once."""
        cls.objects.filter(pk=cls.ONLY, good_at__isnull=False).update(good_at=None, asked_at=None)

    def _row(self) -> "models.QuerySet[Self]":
        return type(self).objects.filter(pk=self.pk, address=self.address)
