"""What the vendor keeps of a conversation, and shows and tells of it afterwards."""

from dataclasses import dataclass, field

from callpilot.json_types import JsonMapping, JsonObject

CREDITS_PER_SECOND = 8
DOLLARS_PER_MINUTE = 0.08
SECRET = "secret__"  # facts of this kind are shown to nobody


@dataclass
class History:
    """Turns and tools in the order of the frames that told of them."""

    turns: list[JsonObject] = field(default_factory=list)

    def note(self, frame: JsonMapping, now_ms: int) -> None:
        match frame["type"]:
            case "user_transcript":
                self._say("user", frame["user_transcription_event"]["user_transcript"], now_ms)
            case "agent_response":
                self._say("agent", frame["agent_response_event"]["agent_response"], now_ms)
            case "agent_response_correction":
                event = frame["agent_response_correction_event"]
                for turn in reversed(self.turns):
                    if turn["message"] == event["original_agent_response"]:
                        turn |= {
                            "message": event["corrected_agent_response"],
                            "interrupted": True,
                        }
                        break

    def _say(self, role: str, message: str, now_ms: int) -> None:
        self.turns.append(
            {
                "role": role,
                "message": message,
                "tool_calls": [],
                "tool_results": [],
                "time_in_call_secs": now_ms // 1000,
                "interrupted": False,
            }
        )


def conversation(
    conversation_id: str,
    agent_id: str,
    agent_name: str,
    history: History,
    *,
    began: float,
    ms: int,
    variables: JsonMapping,
    code: int | None = None,
    by_client: bool = False,
    going_on: bool = False,
) -> JsonObject:
    """As the vendor's API shows it. began: seconds since 1970. code: of the socket's end."""
    seconds = round(ms / 1000)
    failed = not by_client and code not in (None, 1000)
    reason = "Client disconnected." if by_client else "end_call tool was called."
    metadata: JsonObject = {"start_time_unix_secs": int(began), "call_duration_secs": seconds}
    if not going_on:
        metadata |= {
            "accepted_time_unix_secs": int(began),
            "cost": seconds * CREDITS_PER_SECOND,
            "cost_fiat": round(seconds / 60 * DOLLARS_PER_MINUTE, 6),
            "termination_reason": f"Error {code}." if failed else reason,
            "error": {"code": code, "reason": "The conversation broke off."} if failed else None,
        }
    shown = {name: value for name, value in variables.items() if not name.startswith(SECRET)}
    over = "failed" if failed else "done"
    return {
        "agent_id": agent_id,
        "agent_name": agent_name,
        "conversation_id": conversation_id,
        "status": "in-progress" if going_on else over,
        "user_id": None,
        "transcript": [] if going_on else history.turns,
        "metadata": metadata,
        "analysis": None
        if going_on
        else {
            "call_successful": "failure" if failed else "unknown",
            "transcript_summary": "",
            "evaluation_criteria_results": {},
            "data_collection_results": {},
        },
        "conversation_initiation_client_data": {
            "conversation_config_override": {},
            "custom_llm_extra_body": {},
            "dynamic_variables": shown | {"system__conversation_id": conversation_id},
        },
        "has_audio": False,
        "has_user_audio": False,
        "has_response_audio": False,
        "has_auxiliary_audio": False,
    }
