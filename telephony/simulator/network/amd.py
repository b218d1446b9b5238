"""Answering machine detection: who picked up, in Twilio's words, and when it knows."""

from dataclasses import dataclass

from telephony.simulator.network.clock import Clock
from telephony.simulator.personas.appointment_book import chance
from telephony.simulator.personas.callee_actions import PickupKind
from telephony.simulator.personas.handset import Handset

STEP_SECONDS = 0.1
AFTER_BEEP_SECONDS = 0.3
# (least, spread) seconds from the answer until it is sure.
SURE_SECONDS: dict[PickupKind, tuple[float, float]] = {
    "human": (1.8, 2.0),
    "voicemail": (3.2, 1.5),
    "menu": (3.2, 1.5),
}


@dataclass(frozen=True)
class Detection:
    """What the customer ordered. mode: "" (off), "Enable" or "DetectMessageEnd"."""

    mode: str = ""
    timeout_seconds: float = 30.0
    silence_seconds: float = 5.0
    async_: bool = False
    callback: str = ""
    callback_method: str = "POST"


@dataclass(frozen=True)
class Verdict:
    """duration_ms: simulated, from the answer."""

    answered_by: str
    duration_ms: int

    def fields(self) -> dict[str, str]:
        return {
            "AnsweredBy": self.answered_by,
            "MachineDetectionDuration": str(self.duration_ms),
        }


async def detect(
    detection: Detection, kind: PickupKind, handset: Handset, clock: Clock, luck: str
) -> Verdict:
    """Listen from the answer on. luck: what the time it takes depends on."""
    started = clock.seconds
    sure = SURE_SECONDS.get(kind)
    sure_after = sure[0] + sure[1] * chance(luck, "amd") if sure else None

    def verdict(answered_by: str) -> Verdict:
        return Verdict(answered_by, round((clock.seconds - started) * 1000))

    while (passed := clock.seconds - started) < detection.timeout_seconds:
        await clock.sleep(STEP_SECONDS)
        silent = not (handset.said_something or handset.making_sound)
        if silent:
            if passed >= detection.silence_seconds:
                return verdict("unknown")
        elif kind == "human" and sure_after is not None and passed >= sure_after:
            return verdict("human")
        elif detection.mode == "DetectMessageEnd":
            if handset.beeped:
                await clock.sleep(AFTER_BEEP_SECONDS)
                return verdict("machine_end_beep")
        elif sure_after is not None and passed >= sure_after:
            return verdict("machine_start")
    if detection.mode == "DetectMessageEnd" and kind in ("voicemail", "menu"):
        return verdict("machine_end_other")
    return verdict("unknown")
