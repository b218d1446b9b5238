"""One address for each of the agent's tools; the caller is known by its call's token alone."""

import logging
import time
from concurrent.futures import Future
from functools import partial

from django.db import close_old_connections
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from callpilot.api.idempotency import IdempotentAPIView
from callpilot.api.parsers import ForgivingJSONParser
from callpilot.edge.rate_limits import RateLimit
from callpilot.json_types import JsonObject
from campaigns import announcements
from campaigns.models import Call
from voice.api.call_token import CallTokenAuthentication, OnACall, call_of
from voice.api.openapi import described
from voice.session import db_threads
from voice.session.tool_runner import (
    ANSWER_SECONDS,
    ENOUGH,
    MAX_ASKED,
    STILL_CHECKED,
    RunTool,
    late_words,
    within_seconds,
)
from voice.tools import registry
from voice.tools.context import Answer, no
from voice.tools.registry import Tool

logger = logging.getLogger(__name__)
# What the callee has just said may still be on its way to its row when the question comes.
SETTLE_SECONDS = 0.2
JUDGING = {"report_slot_offer", "book_slot", "end_call"}  # tools that look at the words


def questions_of(call: Call) -> RateLimit:
    """One count a call, repetitions and nonsense included, as on an agent's own socket."""
    return RateLimit(f"tools_{call.pk}", f"{MAX_ASKED}/hour")  # no call takes so long


class ToolView(IdempotentAPIView):
    """The very tool that agents run on their socket: same evidence, same limits, same deadline.

    Every JSON object is answered with 200 and a sentence, also what makes no sense: voices keep
    refusals by status to themselves, and their model would hear nothing of it.
    """

    authentication_classes = (CallTokenAuthentication,)
    permission_classes = (OnACall,)
    parser_classes = (ForgivingJSONParser,)
    tool_name = ""
    run_tool: RunTool = staticmethod(registry.run)
    answer_seconds = ANSWER_SECONDS

    def post(self, request: Request) -> Response:
        call = call_of(request)
        if questions_of(call).take() is not None:
            return Response(no(_(ENOUGH)))
        arguments = arguments_of(request.data)
        if self.tool_name in JUDGING:
            time.sleep(SETTLE_SECONDS)
        return Response(self._answer(call, arguments))

    def idempotency_owner(self, request: Request) -> int:
        return call_of(request).mandate.person_id

    def idempotency_scope(self, request: Request) -> str:
        return str(call_of(request).pk)

    def _answer(self, call: Call, arguments: JsonObject) -> Answer:
        """The tool's answer, or that it takes longer.

        What takes longer goes on, as it may be storing a booking; its answer is then told to the
        live conversation, and to whoever asks the same again.
        """
        name, at_ms = self.tool_name, round(call.talk_seconds * 1000)
        # Kept while all wait here, the connections of the pool would be lacking to the tools.
        close_old_connections()
        work = db_threads.begin(self.run_tool, call.pk, name, arguments, at_ms=at_ms)
        try:
            answer = work.result(within_seconds(name, self.answer_seconds))
        except TimeoutError:
            work.add_done_callback(partial(_tell_later, call, name))
            return no(_(STILL_CHECKED), pending=True)
        except Exception:
            logger.exception("Call %s: a tool failed.", call.pk)
            return no(_("Something went wrong on our side."))
        if name == "end_call" and answer.get("ok"):
            announcements.tell_call(call.pk, {"type": "call.leaving"})
        return answer


def view_of(tool: Tool) -> type[ToolView]:
    """The view of one tool."""
    made = type(f"{tool.arguments.__name__}_view", (ToolView,), {"tool_name": tool.name})
    return described(tool)(made)


def arguments_of(body: object) -> JsonObject:
    """The arguments as they stand in the body, or in the envelope that some voices put around."""
    if not isinstance(body, dict):
        raise ValidationError({"request": ["Send the arguments as a JSON object."]})
    inner = body.get("parameters")
    if isinstance(inner, dict) and "tool_name" in body:
        return inner
    return dict(body)


def _tell_later(call: Call, name: str, work: Future[Answer]) -> None:
    if work.exception() is None:
        words = late_words(name, work.result())
        announcements.tell_call(call.pk, {"type": "call.answer", "words": words})
