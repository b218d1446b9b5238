"""Who may open a media socket: Twilio's signature over its address, and our account."""

from django.conf import settings

from callpilot.json_types import JsonMapping
from telephony.carriers.media_stream import MediaMessages, Started
from telephony.carriers.twilio import messages, signatures


class TwilioSocket:
    """Media Streams over a WebSocket of ours."""

    messages: MediaMessages = messages
    subprotocol = "audio.twilio.com"

    @property
    def keys_in_band(self) -> bool:
        return str(settings.TWILIO_KEYS) == "inband"

    def signed(self, scope: JsonMapping) -> bool:
        """Whether Twilio signed this upgrade, over STREAM_URL and the path.

        It signs the address as our document wrote it; some of its machines put a slash
        behind it.
        """
        if scope.get("query_string"):
            return False
        wanted = signatures.HEADER.lower().encode()
        found = [value for name, value in scope.get("headers", []) if name.lower() == wanted]
        if len(found) != 1:
            return False
        signature = found[0].decode("latin-1")
        url = settings.STREAM_URL + str(scope["path"])
        return any(signatures.valid(address, {}, signature) for address in (url, url + "/"))

    def ours(self, started: Started) -> bool:
        return started.account_id == str(settings.TWILIO_ACCOUNT_SID)
