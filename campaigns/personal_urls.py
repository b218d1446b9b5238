"""The addresses of what is a person's own: settings, address book, activity."""

from django.urls import path

from campaigns.views import calendars, settings

urlpatterns = [
    path("settings/calendars/", calendars.calendars, name="settings-calendars"),
    path("settings/calendars/busy/", calendars.add_busy, name="settings-busy-add"),
    path(
        "settings/calendars/busy/<int:entry_id>/remove/",
        calendars.remove_busy,
        name="settings-busy-remove",
    ),
    path("settings/preferences/", settings.preferences, name="settings-preferences"),
    path("settings/preferences/example/", settings.example, name="settings-preferences-example"),
    path("settings/notifications/", settings.notifications, name="settings-notifications"),
]
