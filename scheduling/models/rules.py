"""CalendarRules and WorkingHours: when a person is willing to have appointments at all."""

from datetime import time

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models

from callpilot.models import User

MIDNIGHT = time()  # as an end: the midnight that ends the day


class CalendarRules(models.Model):
    """What is kept free around entries, and how soon is too soon; without a row nothing is."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_rules"
    )
    # Free minutes that an appointment needs before and after it.
    buffer_before = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(240)])
    buffer_after = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(240)])
    notice_hours = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(336)])

    class Meta:
        verbose_name_plural = "calendar rules"

    def __str__(self) -> str:
        return f"rules {self.pk}"

    @classmethod
    def of(cls, person: User) -> "CalendarRules":
        """As set, or that nothing is; reading makes no row."""
        return cls.objects.filter(person_id=person.pk).first() or cls(person_id=person.pk)


class WorkingHours(models.Model):
    """A span of one weekday; who has any is free only inside them, who has none at any time."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="working_hours"
    )
    weekday = models.PositiveSmallIntegerField(validators=[MaxValueValidator(6)])  # 0 is Monday
    start = models.TimeField()  # on the clocks where the person lives
    end = models.TimeField()  # 00:00 is the midnight that ends the day

    class Meta:
        ordering = ["weekday", "start"]
        verbose_name_plural = "working hours"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "weekday", "start"], name="hours_of_a_day_begin_once"
            ),
            models.CheckConstraint(
                condition=models.Q(weekday__lte=6), name="a_week_has_seven_days"
            ),
            models.CheckConstraint(
                condition=models.Q(start__lt=models.F("end")) | models.Q(end=MIDNIGHT),
                name="hours_end_after_they_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.start:%H:%M}–{self.end:%H:%M}"
