"""The REST addresses of calls: look at them, whisper to their assistant, end them."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from callpilot.api.idempotency import IdempotentAPIView
from campaigns.api import representations as shown
from campaigns.api.inputs import StrictSerializer
from campaigns.calls import control
from campaigns.models import Call


class WhisperInput(StrictSerializer):
    text = serializers.CharField(max_length=control.MAX_WHISPER_LENGTH)


class WhisperSerializer(serializers.Serializer[object]):
    """The event's number: an event `heeded` with it says that the assistant has read it."""

    number = serializers.IntegerField()


class HangUpInput(StrictSerializer):
    outcome = serializers.ChoiceField(list(control.HANG_UP_OUTCOMES), default="not_interested")


class CallView(IdempotentAPIView):
    """Whatever concerns one call of the person who asks."""

    def calls(self, request: Request) -> QuerySet[Call]:
        rows = Call.objects.filter(mandate__person_id=request.user.pk)
        return rows.select_related("provider", "campaign")

    def call(self, request: Request, call_id: UUID) -> Call:
        return get_object_or_404(self.calls(request), pk=call_id)


class CallList(CallView):
    @extend_schema(responses=shown.CallSerializer(many=True), operation_id="calls_list")
    def get(self, request: Request) -> Response:
        """The person's calls, newest first."""
        rows = self.calls(request).order_by("-created_at")[:200]
        return Response(shown.CallSerializer(rows, many=True).data)


class CallDetail(CallView):
    @extend_schema(responses=shown.CallSerializer)
    def get(self, request: Request, call_id: UUID) -> Response:
        """How a call is going, or how it went."""
        return Response(shown.CallSerializer(self.call(request, call_id)).data)


class CallWhisper(CallView):
    @extend_schema(request=WhisperInput, responses={202: WhisperSerializer})
    def post(self, request: Request, call_id: UUID) -> Response:
        """Tell the assistant something that the desk does not hear."""
        call = self.call(request, call_id)
        given = WhisperInput(data=request.data)
        given.is_valid(raise_exception=True)
        key = str(self.row_id() or "")
        event = control.whisper(call, given.validated_data["text"], key)
        return Response({"number": event.number}, status=202)


class CallHangUp(CallView):
    @extend_schema(request=HangUpInput, responses={202: shown.CallSerializer})
    def post(self, request: Request, call_id: UUID) -> Response:
        """End this call; the assistant says goodbye if it talks. Again changes nothing."""
        call = self.call(request, call_id)
        given = HangUpInput(data=request.data)
        given.is_valid(raise_exception=True)
        control.hang_up(call, given.validated_data["outcome"])
        call.refresh_from_db()
        return Response(shown.CallSerializer(call).data, status=202)
