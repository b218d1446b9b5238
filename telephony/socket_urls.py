"""The addresses of the carriers' media sockets, each beneath its carrier's name."""

from django.urls import URLPattern, path
from django.urls.resolvers import RoutePattern

from telephony.carriers.base import carriers
from telephony.media import probe
from telephony.media.consumers import StreamConsumer

# A carrier sends no Origin and is known by its signature and a token.
urlpatterns = [
    path(f"{name}/stream/<str:token>", StreamConsumer.as_asgi(carrier=name))
    for name in carriers.names
]
# Beneath the carrier's, so that whatever leads its sockets to us leads these too.
urlpatterns += [
    URLPattern(RoutePattern(f"{name}/stream/probe/<uuid:nonce>", is_endpoint=True), probe.answer)
    for name in carriers.names
]
