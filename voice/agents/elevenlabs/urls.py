"""The addresses that ElevenLabs calls us at."""

from django.urls import path

from voice.agents.elevenlabs import webhooks

urlpatterns = [path("post-call", webhooks.post_call, name="elevenlabs-post-call")]
