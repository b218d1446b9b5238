"""CalendarEntry: an event in the built-in calendar."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from scheduling.models.appointment import Appointment
from scheduling.slots import Slot


class CalendarEntry(models.Model):
    """An event in the built-in calendar; its title never leaves the person's own pages."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_entries"
    )
    start = models.DateTimeField()
    end = models.DateTimeField()
    title = models.CharField(max_length=200)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    appointment = models.OneToOneField(
        Appointment, models.CASCADE, null=True, blank=True, related_name="calendar_entry"
    )

    class Meta:
        ordering = ["start"]
        verbose_name_plural = "calendar entries"
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="entry_ends_after_start")
        ]
        indexes = [models.Index(fields=["person", "start"])]

    def __str__(self) -> str:
        """Without the title, which staff's pages would show."""
        return f"{self.start:%Y-%m-%d %H:%M}–{self.end:%H:%M}"

    @property
    def slot(self) -> Slot:
        return Slot(self.start, self.end)
