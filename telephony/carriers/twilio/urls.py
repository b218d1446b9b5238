"""The carrier's addresses; those about a call of ours bear its token."""

from django.urls import path

from telephony.carriers.twilio import incoming, webhooks

urlpatterns = [
    path("incoming", incoming.incoming, name="twilio-incoming"),
    path("incoming/key", incoming.incoming_key, name="twilio-incoming-key"),
    path("voice/<str:token>", webhooks.voice, name="twilio-voice"),
    path("voice/<str:token>/fallback", webhooks.fallback, name="twilio-fallback"),
    path("voice/<str:token>/status", webhooks.status, name="twilio-status"),
    path("voice/<str:token>/amd", webhooks.amd, name="twilio-amd"),
    path("voice/<str:token>/resume", webhooks.resume, name="twilio-resume"),
    path("voice/<str:token>/keys", webhooks.keys, name="twilio-keys"),
]
