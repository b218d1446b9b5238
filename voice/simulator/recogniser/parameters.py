"""What a client may ask of a session in its address, and how it is refused; no sockets."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from voice.simulator.formats import FORMATS, Format
from voice.simulator.recogniser.flux import FluxStream, Thresholds
from voice.simulator.recogniser.nova import Features, NovaStream
from voice.simulator.recogniser.stream import Stream, Switches

ENCODINGS = {"mulaw": "ulaw", "linear16": "pcm"}  # of the many that the vendor knows
SHARED = {"model", "encoding", "sample_rate", "keyterm", "language_hint", "numerals", "redact"}
SHARED |= {"profanity_filter", "tag", "mip_opt_out"}
FLUX = SHARED | {"eot_threshold", "eager_eot_threshold", "eot_timeout_ms"}
NOVA = SHARED | {"channels", "language", "interim_results", "endpointing", "utterance_end_ms"}
NOVA |= {"vad_events", "smart_format", "punctuate", "no_delay", "filler_words", "detect_entities"}
NOVA |= {"multichannel", "diarize", "replace", "search", "extra", "callback", "version"}
NOVA |= {"keywords", "alternatives"}

Query = Mapping[str, str]


class BadParameter(Exception):
    """400, with these words."""


@dataclass(frozen=True)
class Wanted:
    """A session as it was asked for."""

    model: str
    begin: Callable[[str, Switches], Stream]  # with the request's id


def flux(query: Query) -> Wanted:
    """Raises BadParameter."""
    format = _format(query, FLUX)
    model = query.get("model", "")
    if model not in ("flux-general-en", "flux-general-multi"):
        raise BadParameter("No such model for this endpoint.")
    if "language_hint" in query and model != "flux-general-multi":
        raise BadParameter("language_hint is of the multilingual model alone.")
    eager = query.get("eager_eot_threshold")
    thresholds = Thresholds(
        _number(query, "eot_threshold", 0.7),
        None if eager is None else _number(query, "eager_eot_threshold", 0),
        round(_number(query, "eot_timeout_ms", 5000)),
    )
    if thresholds.fault:
        raise BadParameter(thresholds.fault)
    return Wanted(model, lambda name, how: FluxStream(name, format, how, thresholds))


def nova(query: Query) -> Wanted:
    """Raises BadParameter."""
    format = _format(query, NOVA)
    model = query.get("model", "nova-3")
    if not model.startswith("nova-"):
        raise BadParameter("No such model for this endpoint.")
    if "keyterm" in query and not model.startswith("nova-3"):
        raise BadParameter("keyterm needs nova-3.")
    interim = query.get("interim_results") == "true"
    gap = query.get("utterance_end_ms")
    if gap is not None and (not interim or _number(query, "utterance_end_ms", 0) < 1000):
        raise BadParameter("utterance_end_ms is at least 1000, and needs interim_results.")
    off = query.get("endpointing") == "false"
    features = Features(
        model,
        interim,
        None if off else round(_number(query, "endpointing", 10)),
        None if gap is None else round(float(gap)),
        query.get("vad_events") == "true",
    )
    return Wanted(model, lambda name, how: NovaStream(name, format, how, features))


def _format(query: Query, known: set[str]) -> Format:
    if unknown := set(query) - known:
        raise BadParameter(f"Unknown parameter: {', '.join(sorted(unknown))}.")
    name = f"{ENCODINGS.get(query.get('encoding', ''), '?')}_{query.get('sample_rate', '')}"
    if name not in FORMATS:
        raise BadParameter("encoding and sample_rate are none that this model takes.")
    return FORMATS[name]


def _number(query: Query, name: str, usual: float) -> float:
    try:
        return float(query.get(name, usual))
    except ValueError:
        raise BadParameter(f"{name} is a number.") from None
