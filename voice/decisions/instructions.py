"""What code tells the agent in mid-call, and how it ends a call by itself. Plain words."""

from campaigns.models import Call
from voice.decisions.silence_timer import Act

TOLD: dict[Act, str] = {
    Act.ASK: "The other side has been silent. Ask once, shortly, whether they are still there.",
    Act.NUDGE: "It is your turn. Please go on with one short sentence.",
    Act.WRAP_UP: (
        "Thirty seconds are left. Wrap up politely now: thank them, say goodbye and end the call."
    ),
}
WRAP_UP = (
    "The person has chosen already. Wrap up politely now: thank them, say goodbye and end the call."
)
FAREWELL = "End the call now: thank them in one sentence and say goodbye."
ENDS: dict[Act, tuple[str, str]] = {  # outcome, reason
    Act.END_SILENT: (Call.Outcome.NO_SLOTS, "Nobody spoke any more."),
    Act.END_AGENT: (Call.Outcome.FAILED, "The voice agent fell silent."),
    Act.END_HOLD: (Call.Outcome.BUSY, "Nobody came to the line in time."),
    Act.END_LIMIT: (Call.Outcome.NO_SLOTS, "The call reached its time limit."),
}


def whisper(text: str) -> str:
    return f'The person you call for adds, for your information: "{text}"'


def leverage(words: str) -> str:
    return (
        f'We already have an option: "{words[:100]}". You may ask once, truthfully and without '
        "naming the other place, whether they have anything earlier."
    )
