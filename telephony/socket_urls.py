"""The addresses of the carriers' media sockets, each beneath its carrier's name."""

from django.urls import path

from telephony.carriers.base import carriers
from telephony.media.consumers import StreamConsumer

# A carrier sends no Origin and is known by its signature and a token.
urlpatterns = [
    path(f"{name}/stream/<str:token>", StreamConsumer.as_asgi(carrier=name))
    for name in carriers.names
]
