"""The tools, defined once; schemas for every engine come from here.

A tool is a typed function whose docstring the agent reads. Its answer is a short sentence the
agent can say, plus data; its refusals are sentences too.
"""

import hashlib
import inspect
import json
import logging
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Literal, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from callpilot.edge.text import storable
from callpilot.errors import CallPilotError, Refused, VendorError
from callpilot.json_types import JsonObject
from campaigns.models import Call, Event
from voice.models import MAX_TEXT_LENGTH, ToolRun, Turn
from voice.tools import call as call_tools
from voice.tools import slots
from voice.tools.context import Answer, Context, no

logger = logging.getLogger(__name__)

AT_ONCE = 3  # tools of one call; more would take the threads from everybody else's
MAX_RUNS = 60  # of all tools, in one call
MAX_RUNS_OF: dict[str, int] = {  # in one call; a hijacked agent must not read a calendar by asking
    "report_slot_offer": 8,
    "propose_alternatives": 6,
    "provider_lookup": 4,
    "ask_person": 6,
    "press_keys": 12,
    "book_slot": 6,
}
# Two names for one question: is the person free then? Together they may ask so often.
SAME_QUESTION = {"check_availability", "validate_slot"}
MAX_CHECKS = 12
TWIN_SECONDS = 7.0  # a repeated question waits for the answer to the first
STALE = timedelta(seconds=30)  # whoever ran it is dead
MAX_ARGUMENTS_LENGTH = 4_000  # characters of JSON
ALIASES = {
    "calendar_check": "check_availability",
    "distance_check": "get_distance",
    "report_call_outcome": "end_call",
}
# Agents like to repeat who they are; nobody believes them, and it does no harm.
IGNORED = {
    "provider_id", "provider", "user_id", "call_id", "call_task_id", "campaign_id",
    "conversation_id", "tool_call_id",
}  # fmt: skip
MAX_DEPTH = 4  # of objects within objects


@dataclass(frozen=True)
class Tool:
    """One tool, as every engine publishes it."""

    name: str
    description: str
    parameters: JsonObject  # JSON schema of the dialect all vendors understand
    run: Callable[..., Answer]
    arguments: type[msgspec.Struct]

    @property
    def path(self) -> str:
        """Below /api/."""
        return self.name.replace("_", "-")


def _schema(hint: object) -> JsonObject:
    """JSON schema of one parameter: type, description, enum, items, properties, nothing else."""
    description = ""
    offered: dict[str, str] = {}
    if get_origin(hint) is Annotated:
        hint, description, *more = get_args(hint)
        offered = more[0] if more else {}
    if get_origin(hint) is Literal:
        schema: JsonObject = {"type": "string", "enum": list(get_args(hint))}
    elif get_origin(hint) in (list, tuple):
        each = get_args(hint)[0]
        schema = {"type": "array", "items": _schema(Annotated[each, "One of them"])}
    elif get_origin(hint) is dict:  # names of any kind; these are offered
        texts = {name: _schema(Annotated[str, words]) for name, words in offered.items()}
        schema = {"type": "object", "properties": texts}
    elif isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        hints = get_type_hints(hint, include_extras=True)
        schema = {"type": "object", "properties": {n: _schema(h) for n, h in hints.items()}}
    else:
        names: dict[object, str] = {str: "string", int: "integer", float: "number", bool: "boolean"}
        schema = {"type": names[hint]}
    return schema | {"description": description}


def tool(function: Callable[..., Answer]) -> Tool:
    hints = get_type_hints(function, include_extras=True)
    parameters = list(inspect.signature(function).parameters.values())[1:]  # without the context
    properties = {p.name: _schema(hints[p.name]) for p in parameters}
    required = [p.name for p in parameters if p.default is inspect.Parameter.empty]
    fields: list[tuple[str, type] | tuple[str, type, object]] = [
        (p.name, hints[p.name])
        if p.default is inspect.Parameter.empty
        else (p.name, hints[p.name], p.default)
        for p in parameters
    ]
    return Tool(
        name=function.__name__,
        description=" ".join((function.__doc__ or "").split()),
        parameters={"type": "object", "properties": properties, "required": required},
        run=function,
        arguments=msgspec.defstruct(function.__name__, fields, forbid_unknown_fields=True),
    )


TOOLS: dict[str, Tool] = {
    function.__name__: tool(function)
    for function in (
        slots.check_availability,
        slots.validate_slot,
        slots.propose_alternatives,
        slots.report_slot_offer,
        slots.withdraw_offer,
        slots.book_slot,
        call_tools.get_distance,
        call_tools.provider_lookup,
        call_tools.ask_person,
        call_tools.press_keys,
        call_tools.log_event,
        call_tools.end_call,
    )
}


def run(
    call_id: UUID | str,
    name: str,
    arguments: JsonObject,
    *,
    at_ms: int = 0,
    tools: Mapping[str, Tool] = TOOLS,
) -> Answer:
    """Run a tool for a call and return its answer; never raises for what an agent can do wrong.

    Idempotent: the same tool with the same arguments gets the same answer as long as the callee
    has said nothing new. A concurrent twin waits for the first. `at_ms`: since the answer.
    """
    name = ALIASES.get(name, name)
    tool = tools.get(name)
    call = Call.objects.select_related("mandate__person", "campaign", "provider", "offer").get(
        pk=call_id
    )
    if tool is None:
        return no(_("There is no such tool. Go on without it."))
    if call.status not in Call.LIVE:
        return no(_("This call has ended."))
    try:
        given = {key: _cut(value) for key, value in arguments.items() if key not in IGNORED}
        typed = msgspec.convert(_as_asked(given, tool), tool.arguments, strict=False)
        if len(json.dumps(given, default=str)) > MAX_ARGUMENTS_LENGTH:
            return no(_("That is too much at once."))
    except (msgspec.ValidationError, TypeError, ValueError) as error:
        return no(_hint(error))
    turns = list(Turn.objects.filter(call=call).order_by("number"))
    row, ours = _claim(call, name, msgspec.to_builtins(typed), turns, at_ms)
    if isinstance(row, str):
        return no(row)
    if not ours:
        return _answer_of(row)
    return _run(tool, typed, row, Context(call, at_ms, turns))


def _cut(value: object, depth: int = 0) -> object:
    """Text as far as a row can hold it; what is too long stays too long."""
    if depth > MAX_DEPTH:
        raise ValueError(_("too many objects within objects"))
    if isinstance(value, list):
        return [_cut(each, depth + 1) for each in value[:100]]
    if isinstance(value, dict):
        return {
            storable(str(key)[:MAX_TEXT_LENGTH]): _cut(each, depth + 1)
            for key, each in value.items()
        }
    return storable(value[: MAX_ARGUMENTS_LENGTH + 1]) if isinstance(value, str) else value


def _as_asked(given: JsonObject, tool: Tool) -> JsonObject:
    """In the shape that was asked for: vendors send null for what they leave out, numbers where
    words were asked for, and words for an object. A date and a time apart are a start.
    """
    properties = tool.parameters["properties"]
    told = {key: value for key, value in given.items() if value is not None}
    if "start" in properties and {"date", "time"} <= set(told):
        day, clock = str(told.pop("date")).strip(), str(told.pop("time")).strip()
        told.setdefault("start", f"{day}T{_clock(clock)}")
    for key, value in told.items():
        wanted = properties.get(key, {}).get("type")
        if wanted == "string" and isinstance(value, int | float):
            told[key] = str(value)
        elif wanted == "object" and isinstance(value, str):
            told[key] = _object(value)
    return told


def _clock(text: str) -> str:
    """ "2:30 PM" as "14:30"; anything else as it is."""
    said = re.fullmatch(r"(\d{1,2})(?::(\d\d))?\s*([ap])\.?m\.?", text, re.IGNORECASE)
    if said and 1 <= int(said[1]) <= 12:
        hour = int(said[1]) % 12 + 12 * (said[3].lower() == "p")
        return f"{hour:02d}:{said[2] or '00'}"
    return f"0{text}" if re.fullmatch(r"\d:\d\d(:\d\d)?", text) else text


def _object(text: str) -> object:
    """JSON that was sent as a text, or words that belong to no name."""
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, dict) else {"words": text}


def _hint(error: Exception) -> str:
    """Which argument is wrong, in a sentence, without repeating what was sent."""
    words = str(error).split(" - at ")[0].replace("Object ", "").replace("`", "'")
    return _("I cannot use these arguments: %(problem)s.") % {"problem": words[:120]}


def _key(name: str, arguments: object, turns: list[Turn]) -> str:
    heard = sum(turn.speaker == Turn.Speaker.CALLEE for turn in turns)
    text = json.dumps([name, arguments, heard], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _claim(
    call: Call, name: str, arguments: object, turns: list[Turn], at_ms: int
) -> tuple[ToolRun | str, bool]:
    """The row of this question, or what is said instead; and whether it is we who answer it."""
    key = _key(name, arguments, turns)
    with transaction.atomic():
        Call.objects.select_for_update(no_key=True).get(pk=call.pk)  # two must not count at once
        known = ToolRun.objects.filter(call=call, key=key).first()
        if known is None:
            if _enough(call, name):
                return _("Enough of that for one call. Please come to an end."), False
            if _running(call) >= AT_ONCE:
                return _("One thing after another, please: wait for the answers."), False
            row = ToolRun.objects.create(
                call=call, name=name, arguments=arguments, key=key, at_ms=at_ms
            )
            return row, True
    stale = ToolRun.objects.filter(pk=known.pk, answer__isnull=True, created_at__lt=now() - STALE)
    return known, bool(stale.update(created_at=now()))


def _enough(call: Call, name: str) -> bool:
    runs = ToolRun.objects.filter(call=call)
    if runs.count() >= MAX_RUNS and name != "end_call":
        return True
    if name in SAME_QUESTION and runs.filter(name__in=SAME_QUESTION).count() >= MAX_CHECKS:
        return True
    return runs.filter(name=name).count() >= MAX_RUNS_OF.get(name, MAX_RUNS)


def _running(call: Call) -> int:
    """How many of its questions are being answered; those of the dead do not count for long."""
    return ToolRun.objects.filter(
        call=call, answer__isnull=True, created_at__gt=now() - STALE
    ).count()


def _answer_of(row: ToolRun) -> Answer:
    """The answer to a question that was asked before; waits while the first is being answered."""
    until = time.monotonic() + TWIN_SECONDS
    while row.answer is None and time.monotonic() < until:
        time.sleep(0.05)
        row.refresh_from_db(fields=["answer"])
    if row.answer is None:
        return no(_("That is still being checked. Please do not ask again."), pending=True)
    answer: Answer = row.answer
    return answer


def _run(tool: Tool, typed: msgspec.Struct, row: ToolRun, context: Context) -> Answer:
    began = time.perf_counter()
    try:
        answer = tool.run(context, **{f: getattr(typed, f) for f in typed.__struct_fields__})
    except Refused as error:
        answer = no(str(error))
    except VendorError:
        logger.warning("Call %s: %s failed at a vendor.", context.call.pk, tool.name)
        answer = no(_("I cannot check that right now."))
    except CallPilotError as error:
        answer = no(str(error))
    except Exception:
        # The agent must hear something it can say; the log has the rest.
        logger.exception("Call %s: %s failed.", context.call.pk, tool.name)
        answer = no(_("Something went wrong on our side."))
    row.answer, row.ok = answer, bool(answer.get("ok"))
    row.took_ms = round((time.perf_counter() - began) * 1000)
    with transaction.atomic():
        row.save(update_fields=["answer", "ok", "took_ms"])
        Event.record(
            context.call.mandate,
            Event.Kind.TOOL_RUN,
            call=context.call,
            name=tool.name,
            ok=row.ok,
            ms=row.took_ms,
        )
    return answer
