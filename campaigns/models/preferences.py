"""Preferences: what a person has set once for all their requests."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from callpilot.models import User

WEIGHTS = ("earliest_weight", "rating_weight", "distance_weight", "preference_weight")
SHARE_KINDS = ("name", "phone", "insurance", "date_of_birth", "notes")
# What may be told, and the ways there are: a question waits seconds, so e-mail would be too late.
EVENTS: dict[str, tuple[str, ...]] = {
    "offer": ("browser",),
    "offers_ready": ("email",),
    "needs_you": ("browser",),
    "booked": ("email", "browser"),
    "not_booked": ("email",),
    "failed": ("email", "browser"),
}
SLOWEST, FASTEST = 0.7, 1.2  # how fast the voice may speak, 1 is its own pace


def usual_share() -> dict[str, str]:
    """What is told to a desk, asked about first, or never told, before anybody has chosen."""
    told = {"name": "always", "phone": "always", "insurance": "always"}
    return told | {"date_of_birth": "ask", "notes": "ask"}


def usual_notify() -> dict[str, list[str]]:
    """By what way each event is told before anybody has chosen."""
    return {
        "offer": ["browser"],
        "offers_ready": ["email"],
        "needs_you": ["browser"],
        "booked": ["email", "browser"],
        "not_booked": ["email"],
        "failed": ["email", "browser"],
    }


class Preferences(models.Model):
    """What a person has set once for all their requests; each request may differ."""

    class Share(models.TextChoices):
        ALWAYS = "always", _("Always")
        ASK = "ask", _("Ask me")
        NEVER = "never", _("Never")

    class Way(models.TextChoices):
        EMAIL = "email", _("E-mail")
        BROWSER = "browser", _("Browser")

    class Announcements(models.TextChoices):
        OFF = "off", _("Off")
        KEY = "key", _("Key moments")
        ALL = "all", _("Everything")

    class Retention(models.IntegerChoices):
        WEEK = 7, _("7 days")
        MONTH = 30, _("30 days")
        QUARTER = 90, _("90 days")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="preferences"
    )
    earliest_weight = models.FloatField(default=0.50, validators=[MinValueValidator(0)])
    rating_weight = models.FloatField(default=0.25, validators=[MinValueValidator(0)])
    distance_weight = models.FloatField(default=0.20, validators=[MinValueValidator(0)])
    preference_weight = models.FloatField(default=0.05, validators=[MinValueValidator(0)])
    max_distance_km = models.FloatField(  # nobody farther away is called; None: any distance
        null=True, blank=True, validators=[MinValueValidator(0.5), MaxValueValidator(200)]
    )
    voice = models.CharField(max_length=64, blank=True)  # the vendor's id; "": the agent's own
    speaking_speed = models.FloatField(
        default=1.0, validators=[MinValueValidator(SLOWEST), MaxValueValidator(FASTEST)]
    )
    share = models.JSONField(default=usual_share)  # kind → always, ask, never
    record_calls = models.BooleanField(default=True)  # in effect only where it is allowed
    retention_days = models.PositiveSmallIntegerField(
        choices=Retention.choices, default=Retention.MONTH
    )
    notify = models.JSONField(default=usual_notify)  # event → ways
    quiet_from = models.TimeField(null=True, blank=True)  # no e-mail between these, in the
    quiet_until = models.TimeField(null=True, blank=True)  # person's own zone; over midnight too
    announcements = models.CharField(
        max_length=3, choices=Announcements.choices, default=Announcements.KEY
    )
    shortcuts = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "preferences"

    def __str__(self) -> str:
        return str(self.user)

    @classmethod
    def of(cls, user: User) -> "Preferences":
        """The person's row, made when it is first asked for."""
        return cls.objects.get_or_create(user_id=user.pk)[0]

    @classmethod
    def chosen_by(cls, person_id: int) -> "Preferences":
        """As the person has set, or as usual; reading makes no row."""
        return cls.objects.filter(user_id=person_id).first() or cls(user_id=person_id)

    @property
    def weights(self) -> dict[str, float]:
        """earliest_weight … preference_weight, in any unit."""
        return {name: float(getattr(self, name)) for name in WEIGHTS}

    def sharing(self, kind: str) -> str:
        """always, ask or never; what was never chosen is as usual, what is unknown is asked."""
        return self.share.get(kind) or usual_share().get(kind, self.Share.ASK)

    def quiet_now(self) -> bool:
        """Whether it is within the quiet hours on the person's own clock."""
        first, last = self.quiet_from, self.quiet_until
        if first is None or last is None:
            return False
        clock = now().astimezone(self.user.profile.zone).time()
        inside = first <= clock < last
        return inside if first < last else not last <= clock < first

    def tells(self, event: str, way: str) -> bool:
        """Whether the person wants to hear of this event in this way."""
        return way in self.notify.get(event, usual_notify().get(event, []))
