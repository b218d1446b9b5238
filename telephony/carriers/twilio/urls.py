"""The carrier's addresses; each bears the token of one of our calls."""

from django.urls import path

from telephony.carriers.twilio import webhooks

urlpatterns = [
    path("voice/<str:token>", webhooks.voice, name="twilio-voice"),
    path("voice/<str:token>/fallback", webhooks.fallback, name="twilio-fallback"),
    path("voice/<str:token>/status", webhooks.status, name="twilio-status"),
    path("voice/<str:token>/amd", webhooks.amd, name="twilio-amd"),
    path("voice/<str:token>/resume", webhooks.resume, name="twilio-resume"),
    path("voice/<str:token>/keys", webhooks.keys, name="twilio-keys"),
]
