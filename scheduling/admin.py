"""People's time in the admin: to look at, not to change behind the constraints' back."""

from typing import TypeVar

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from scheduling.models import Appointment, CalendarEntry, CalendarRules, Hold, WorkingHours

Row = TypeVar("Row", bound=Model)


class ReadOnly(admin.ModelAdmin[Row]):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Hold)
class HoldAdmin(ReadOnly[Hold]):
    list_display = ["person", "start", "end", "lapses_at", "released_at"]
    list_filter = ["released_at"]
    search_fields = ["person__username", "wish"]
    date_hierarchy = "start"
    list_select_related = ["person"]


@admin.register(Appointment)
class AppointmentAdmin(ReadOnly[Appointment]):
    list_display = ["confirmation_ref", "title", "person", "status", "start", "place_name"]
    list_filter = ["status"]
    search_fields = ["confirmation_ref", "title", "place_name", "person__username", "phone"]
    date_hierarchy = "start"
    list_select_related = ["person"]


@admin.register(CalendarEntry)
class CalendarEntryAdmin(admin.ModelAdmin[CalendarEntry]):
    """Titles are the person's own; staff sees when, not what."""

    list_display = ["person", "start", "end"]
    search_fields = ["person__username"]
    date_hierarchy = "start"
    list_select_related = ["person"]
    exclude = ["title"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(CalendarRules)
class CalendarRulesAdmin(ReadOnly[CalendarRules]):
    list_display = ["person", "buffer_before", "buffer_after", "notice_hours"]
    search_fields = ["person__username"]
    list_select_related = ["person"]


@admin.register(WorkingHours)
class WorkingHoursAdmin(ReadOnly[WorkingHours]):
    list_display = ["person", "weekday", "start", "end"]
    search_fields = ["person__username"]
    list_select_related = ["person"]
