"""ElevenLabs' speech sockets on loopback, with one context or many; records, and faults."""

from dataclasses import asdict

from aiohttp import web

from voice.simulator.formats import FORMATS
from voice.simulator.sessions.faults import Faults
from voice.simulator.sessions.sockets import Close, Wire
from voice.simulator.synthesiser.session import Asked, Record, SpeechSession, Switches
from voice.simulator.talk import Voice
from voice.simulator.vendor import spoken

PATH = "/simulator/synthesiser"
MODELS = ["eleven_flash_v2", "eleven_flash_v2_5", "eleven_turbo_v2", "eleven_turbo_v2_5"]
MODELS += ["eleven_multilingual_v2"]
UNKNOWN_VOICE = "voice_of_nobody"


class Synthesiser:
    """The state behind the addresses. speed: how much faster than life it is late."""

    def __init__(
        self,
        *,
        api_key: str = "simulated-xi-key",
        speed: float = 1.0,
        voice: Voice = spoken,
    ) -> None:
        self.api_key, self.speed, self.voice = api_key, speed, voice
        self.faults = Faults(Switches())
        self.records: list[Record] = []


def routes(synthesiser: Synthesiser) -> list[web.RouteDef]:
    """The vendor's addresses, and ours to control it, for any aiohttp application."""

    async def one(request: web.Request) -> web.StreamResponse:
        return await _speak(synthesiser, request, many=False)

    async def many(request: web.Request) -> web.StreamResponse:
        return await _speak(synthesiser, request, many=True)

    async def report(request: web.Request) -> web.Response:
        """What clients did, oldest first."""
        return web.json_response({"sessions": [asdict(record) for record in synthesiser.records]})

    return [
        web.get("/v1/text-to-speech/{voice_id}/stream-input", one),
        web.get("/v1/text-to-speech/{voice_id}/multi-stream-input", many),
        web.get(PATH, report),
        *synthesiser.faults.routes(f"{PATH}/faults"),
    ]


async def _speak(
    synthesiser: Synthesiser, request: web.Request, *, many: bool
) -> web.StreamResponse:
    switches = synthesiser.faults.strike()
    if switches.refuse_status is not None:
        detail = {"status": "refused", "message": "As it was told to."}
        return web.json_response({"detail": detail}, status=switches.refuse_status)
    query = request.query
    asked = Asked(
        FORMATS.get(query.get("output_format", ""), FORMATS["ulaw_8000"]),
        query.get("auto_mode") == "true",
        min(float(query.get("inactivity_timeout", "20")), 180.0),
    )
    record = Record(request.match_info["voice_id"], query.get("model_id", MODELS[0]), many)
    synthesiser.records.append(record)
    wire = Wire(request)
    answer = await wire.accept()
    given = request.headers.get("xi-api-key")
    session = SpeechSession(
        asked,
        switches,
        record,
        synthesiser.voice,
        wire.tell,
        wire.close,
        refusal=_refusal(request, record, given, synthesiser.api_key),
        api_key="" if given is not None else synthesiser.api_key,
        speed=synthesiser.speed,
    )
    try:
        if switches.close_code is not None:
            await wire.close(Close(switches.close_code))
            record.closed_by, record.code = "vendor", switches.close_code
        else:
            record.closed_by, record.code = await wire.converse(session, asked.inactivity_seconds)
    finally:
        session.stop()
    return answer


def _refusal(
    request: web.Request, record: Record, given: str | None, api_key: str
) -> tuple[str, str] | None:
    """Told with the first message: until then the key may still come in it."""
    if given is not None and given != api_key:
        return "invalid_api_key", "Invalid API key"
    if record.voice_id == UNKNOWN_VOICE:
        return "voice_id_does_not_exist", "A voice with this id does not exist."
    if record.model not in MODELS:
        return "model_not_available", "This model does not stream here."
    if request.query.get("output_format", "") not in FORMATS:
        return "output_format_not_allowed", "This double makes telephone sound alone."
    if "language_code" in request.query and not record.model.endswith("_v2_5"):
        return "unsupported_language", "This model takes no language."
    return None
