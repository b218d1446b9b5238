"""Provider, a business that may be called, and Candidate, its place in one campaign."""

import uuid
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Provider(models.Model):
    """A business that may be called."""

    class Source(models.TextChoices):
        DIRECTORY = "directory", _("directory")
        ADDRESS_BOOK = "address_book", _("address book")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(  # whose address book it stands in; None: found in a directory
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="providers"
    )
    source = models.CharField(max_length=20, choices=Source.choices, default=Source.DIRECTORY)
    source_id = models.CharField(max_length=200, blank=True)  # the directory's own id
    name = models.CharField(max_length=200)
    service = models.CharField(max_length=40)
    phone = models.CharField(max_length=20, blank=True)  # E.164; blank: cannot be called
    address = models.CharField(max_length=300, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    timezone = models.CharField(max_length=64)
    rating = models.FloatField(null=True, blank=True)  # 0 to 5
    review_count = models.PositiveIntegerField(default=0)
    # {"0": [["08:00", "12:00"], ["13:00", "17:00"]], …}, "0" is Monday; {} is unknown.
    opening_hours = models.JSONField(default=dict, blank=True)
    website = models.URLField(blank=True)
    number_wrong = models.BooleanField(default=False)  # a callee said so
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["source_id"],
                condition=models.Q(owner=None) & ~models.Q(source_id=""),
                name="one_row_per_directory_entry",
            )
        ]
        indexes = [models.Index(fields=["phone"])]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


class Candidate(models.Model):
    """A provider's place in one campaign: how far, how good, called or why not."""

    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="candidates")
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="candidacies")
    position = models.PositiveSmallIntegerField()  # 0 is called first
    distance_km = models.FloatField(null=True)
    travel_minutes = models.FloatField(null=True)
    travel_mode = models.CharField(max_length=20, blank=True)  # driving, walking …; blank: unknown
    preferred = models.BooleanField(default=False)  # from the address book
    skipped_because = models.CharField(max_length=200, blank=True)  # blank: is called

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "provider"], name="a_provider_is_a_candidate_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.provider} #{self.position}"
