"""The addresses of the agent's tools: /api/check-availability and its like."""

from django.urls import path

from voice.api.tools import view_of
from voice.tools.registry import TOOLS

urlpatterns = [
    path(tool.path, view_of(tool).as_view(), name=f"tool-{tool.path}") for tool in TOOLS.values()
]
