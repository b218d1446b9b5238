"""User, Profile, ApiToken, IdempotencyKey: who may do what, and did they ask before?"""

import hashlib
import secrets
import zoneinfo
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person whose appointments we book, or staff."""

    def __str__(self) -> str:
        return self.get_full_name() or self.username


def validate_zone(name: str) -> None:
    """Raise ValidationError unless `name` is an IANA time zone."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("%(name)s is not a time zone."), params={"name": name})


class Profile(models.Model):
    """What a person told us once, so that nobody asks twice."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="profile")
    name = models.CharField(_("name"), max_length=100, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)  # E.164
    home_address = models.CharField(_("home address"), max_length=200, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    home_timezone = models.CharField(max_length=64, blank=True, editable=False)  # of that point
    timezone = models.CharField(
        _("time zone"), max_length=64, default="America/Los_Angeles", validators=[validate_zone]
    )
    insurance = models.CharField(_("insurance"), max_length=100, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")  # of LANGUAGES

    def __str__(self) -> str:
        return self.name or str(self.user)

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.timezone)


@receiver(post_save, sender=User)
def give_profile(sender: type[User], instance: User, created: bool, **_: object) -> None:
    """Whoever signs up has a profile at once, so that nothing has to ask whether there is one."""
    if created:
        Profile.objects.get_or_create(user=instance, defaults={"name": instance.get_full_name()})


def digest(secret: str) -> str:
    """How tokens are kept: readable by nobody, comparable by us. They are random, so no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


class ApiToken(models.Model):
    """Lets a program act for a person; kept as a digest, shown once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=60)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    prefix = models.CharField(max_length=8, blank=True, editable=False)  # to tell them apart by
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def issue(
        cls, user: User, name: str, secret: str | None = None, expires_at: datetime | None = None
    ) -> str:
        """Make a token and return it; it cannot be read again."""
        secret = secret or secrets.token_urlsafe(32)
        row = {"user": user, "name": name, "prefix": secret[:8], "expires_at": expires_at}
        cls.objects.get_or_create(digest=digest(secret), defaults=row)
        return secret

    @property
    def expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()


class IdempotencyKey(models.Model):
    """The answer once given to a key; asked again with the same body, it is given again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)  # of method, path and body
    status = models.PositiveSmallIntegerField(null=True)  # None while the twin still runs
    body = models.JSONField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="one_answer_per_idempotency_key")
        ]

    def __str__(self) -> str:
        return self.key
