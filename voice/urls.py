"""The page on which people choose how the assistant speaks for them, and the vendors' webhooks."""

from django.urls import include, path

from voice import views
from voice.agents.base import provisioned_adapters

urlpatterns = [
    path("settings/voice/", views.voice, name="settings-voice"),
    *(
        path(f"{name}/", include(adapter.urls))
        for name, adapter in provisioned_adapters().items()
        if adapter.urls
    ),
]
