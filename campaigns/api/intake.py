"""A request in the making over REST: a task, the talk about it, its fields, and its start."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle

from callpilot.api.authentication import signed_in
from callpilot.api.idempotency import IdempotentAPIView
from callpilot.api.openapi import refused
from callpilot.errors import BadInput
from callpilot.json_types import JsonObject
from campaigns import launch
from campaigns.account import rate_limits
from campaigns.api import inputs
from campaigns.api import representations as shown
from campaigns.intake import chat, drafting, later
from campaigns.models import Draft


class TaskInput(inputs.StrictSerializer):
    """A first message, or none."""

    message = serializers.CharField(required=False, max_length=chat.MAX_LENGTH)


class ChatInput(inputs.StrictSerializer):
    task_id = serializers.UUIDField()
    message = serializers.CharField(max_length=chat.MAX_LENGTH)


class EntrySerializer(serializers.Serializer[object]):
    """A field: what it holds, where that comes from, and whether we are sure of it."""

    value = serializers.JSONField()
    source = serializers.ChoiceField(Draft.Source.choices)  # type: ignore[assignment]
    sure = serializers.BooleanField()


class TaskSerializer(serializers.Serializer[object]):
    """What has been understood so far, and what must still be said."""

    task_id = serializers.UUIDField()
    reply = serializers.CharField(allow_blank=True)
    quick_replies = serializers.ListField(child=serializers.CharField())
    draft = serializers.DictField(child=EntrySerializer())
    missing = serializers.ListField(child=serializers.CharField())
    problems = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))
    later = serializers.ListField(child=serializers.CharField())
    ready = serializers.BooleanField()
    campaign_id = serializers.UUIDField(allow_null=True)


def task_object(draft: Draft) -> JsonObject:
    """A draft as the API shows it, under the names that its inputs have."""
    last = draft.messages[-1] if draft.messages else {}
    back = inputs.GIVEN_AS
    exact = {day for day, moment in inputs.MOMENTS.items() if moment in draft.fields}
    wrong = drafting.problems(draft)
    missing = drafting.missing(draft)
    return {
        "task_id": str(draft.pk),
        "reply": last.get("text", ""),
        "quick_replies": last.get("quick", []),
        "draft": {
            back.get(name, name): _entry(name, e)
            for name, e in draft.fields.items()
            if name not in exact
        },
        "missing": [back.get(name, name) for name in missing],
        "problems": inputs.api_names(wrong),
        "later": [each.words for each in later.waiting(draft) if each.draft_id is None],
        "ready": not missing and not wrong and draft.campaign_id is None,
        "campaign_id": str(draft.campaign_id) if draft.campaign_id else None,
    }


def _entry(name: str, entry: JsonObject) -> JsonObject:
    if name == "avoid_weekdays":
        return entry | {"value": [inputs.WEEKDAYS[day] for day in entry["value"]]}
    return dict(entry)


class TaskView(IdempotentAPIView):
    """Whatever concerns one draft of the person who asks."""

    def draft(self, request: Request, task_id: UUID) -> Draft:
        drafts = Draft.objects.of(request.user).select_related("person__profile")
        return get_object_or_404(drafts, pk=task_id)


class WrittenView(TaskView):
    """Where one writes about a request, which is limited as it is on the pages."""

    def get_throttles(self) -> list[BaseThrottle]:
        limits = super().get_throttles()
        if self.request.method == "POST":
            limits.append(rate_limits.drafting(signed_in(self.request)))
        return limits


class TaskList(WrittenView):
    @extend_schema(request=TaskInput, responses={201: TaskSerializer})
    def post(self, request: Request) -> Response:
        """Begin a request, with a first message or without; nobody is called yet."""
        given = TaskInput(data=request.data)
        given.is_valid(raise_exception=True)
        draft = drafting.begin(signed_in(request), row_id=self.row_id())
        message = given.validated_data.get("message")
        if message and draft.empty:
            draft = _said(draft, message)
        return Response(task_object(draft), status=201)


class TaskDetail(TaskView):
    @extend_schema(responses=TaskSerializer)
    def get(self, request: Request, task_id: UUID) -> Response:
        """What has been understood so far."""
        return Response(task_object(self.draft(request, task_id)))

    @extend_schema(request=inputs.CampaignInput, responses=TaskSerializer)
    def patch(self, request: Request, task_id: UUID) -> Response:
        """Write fields; the only way over the API to what may be shared."""
        draft = self.draft(request, task_id)
        given = inputs.CampaignInput(data=request.data)
        given.is_valid(raise_exception=True)
        try:
            draft = drafting.put(draft, inputs.campaign_fields(given.validated_data))
        except BadInput as error:
            raise inputs.in_api_names(error) from error
        return Response(task_object(draft))


class Chat(WrittenView):
    @extend_schema(request=ChatInput, responses={200: TaskSerializer, **refused(404)})
    def post(self, request: Request) -> Response:
        """Say something about a task; the answer asks for what is missing."""
        given = ChatInput(data=request.data)
        given.is_valid(raise_exception=True)
        draft = self.draft(request, given.validated_data["task_id"])
        return Response(task_object(_said(draft, given.validated_data["message"])))


def _said(draft: Draft, message: str) -> Draft:
    try:
        return drafting.say(draft, message)
    except BadInput as error:
        names = {"text": "message", "draft": "task_id"}
        raise BadInput({names.get(name, name): w for name, w in error.errors.items()}) from error


class TaskLaunch(TaskView):
    def get_throttles(self) -> list[BaseThrottle]:
        starts = rate_limits.campaign_starts(signed_in(self.request))
        return [*super().get_throttles(), starts]

    @extend_schema(request=None, responses={202: shown.CampaignSerializer})
    def post(self, request: Request, task_id: UUID) -> Response:
        """Start calling; asked again it is the same campaign."""
        try:
            campaign = launch.of_draft(self.draft(request, task_id))
        except BadInput as error:
            raise inputs.in_api_names(error) from error
        return Response(shown.campaign_object(campaign), status=202)
