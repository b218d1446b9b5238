"""Mandate: what a person has charged us with; whose it is, what it may cost, and its log."""

import uuid
from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q


class Mandate(models.Model):
    """Whose the calls are, what each dial is held against, and the log of what happened.

    A campaign is one; whatever else makes calls for a person becomes one too. Who may see a call,
    hear it, steer it or have it deleted is asked here and nowhere else.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mandates")
    contact_name = models.CharField(max_length=100)  # who it is for
    max_parallel = models.PositiveSmallIntegerField(
        default=5, validators=[MinValueValidator(1), MaxValueValidator(15)]
    )
    # All its calls ring TARGET_PHONE_NUMBER, and what is said there is held against nobody.
    rehearsal = models.BooleanField(default=False)
    engine = models.CharField(max_length=20, blank=True)  # blank: VOICE_ENGINE
    budget = models.DecimalField(max_digits=8, decimal_places=2, default=Decimal("10.00"))
    deadline_at = models.DateTimeField()  # nothing is begun after this
    event_count = models.PositiveIntegerField(default=0)  # the number of the last Event
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(max_parallel__gte=1, max_parallel__lte=15),
                name="mandate_at_most_15_parallel",
            ),
        ]
        indexes = [models.Index(fields=["person", "-created_at"], name="mandates_of_a_person")]

    def __str__(self) -> str:
        return str(self.pk)

    @staticmethod
    def locked(mandate_id: uuid.UUID | str) -> "Mandate":
        """The row, ours until the transaction ends.

        Whoever changes several rows of a mandate takes this first: mandate, campaign, call, the
        person's time, offer, booking is the order in which nobody waits for one another.
        """
        return Mandate.objects.select_for_update(no_key=True).get(pk=mandate_id)
