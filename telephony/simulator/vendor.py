"""The simulated carrier as a part of an aiohttp application."""

from aiohttp import web

from telephony.simulator.account_api import AccountApi
from telephony.simulator.control import Control
from telephony.simulator.network.network import Network
from telephony.simulator.network.rest import RestApi


def routes(network: Network) -> list[web.RouteDef]:
    """Twilio's addresses, and ours to steer them. `network.running` belongs in cleanup_ctx."""
    return [
        *AccountApi(network).routes(),
        *RestApi(network).routes(),
        *Control(network).routes(),
    ]
