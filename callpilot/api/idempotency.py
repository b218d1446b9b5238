"""`Idempotency-Key`: an unsafe request asked again gets its first answer again."""

import hashlib
import json
import logging
from datetime import timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.timezone import now
from rest_framework import status
from rest_framework.exceptions import APIException, ParseError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from callpilot.api.problems import json_problem
from callpilot.models import IdempotencyKey

logger = logging.getLogger(__name__)
MAX_KEY_LENGTH = 255
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
CLAIM = timedelta(seconds=60)  # no request runs so long: its process has died


class TooLarge(APIException):
    """More than any request of ours needs."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = "Send at most 256 KiB."


class IdempotentAPIView(APIView):
    """An APIView whose unsafe methods honour `Idempotency-Key`.

    The first answer below 400 is kept and replayed; the same key with another body is
    refused with 422, and with 409 while the first request still runs. Nothing is kept when
    the input was bad (4xx), so that it can be mended under the same key. A request whose
    process died lets go of its key after a minute; what it has made by then must be found
    again by whoever asks next: see `row_id`.
    """

    kept: IdempotencyKey | None = None

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        self.kept = None
        response = super().dispatch(request, *args, **kwargs)
        if self.kept is not None:
            if not connection.in_atomic_block:
                connection.close_if_unusable_or_obsolete()  # it may be what has failed
            try:
                self._keep(self.kept, response)
            except (OperationalError, InterfaceError):
                logger.exception("An answer could not be kept; its key is let go of in a minute.")
        return response

    def _keep(self, kept: IdempotencyKey, response: HttpResponseBase) -> None:
        """Store the answer, or free the key; unless somebody has taken over our claim."""
        mine = IdempotencyKey.objects.filter(pk=kept.pk, status=None, created_at=kept.created_at)
        if isinstance(response, Response) and response.status_code < 400:
            mine.update(status=response.status_code, body=_plain(response))
        else:
            mine.delete()

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        method = str(request.method)
        if method not in UNSAFE or not hasattr(self, method.lower()):
            return
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise TooLarge
        key = request.headers.get("Idempotency-Key", "")
        if not key:
            return
        if len(key) > MAX_KEY_LENGTH:
            raise ParseError(f"An Idempotency-Key has at most {MAX_KEY_LENGTH} characters.")
        self.replay = self._claim(request, key)
        if self.replay is not None:
            setattr(self, method.lower(), self._replaying)

    def _replaying(
        self, request: Request, *args: object, **kwargs: object
    ) -> HttpResponseBase | None:
        return self.replay

    def idempotency_owner(self, request: Request) -> int | None:
        """Whose keys they are: the person's who asks. None: nobody's, and none is kept."""
        assert request.user.pk is not None  # permissions were checked before
        return int(request.user.pk)

    def idempotency_scope(self, request: Request) -> str:
        """Within what a key is to be told apart from the owner's others."""
        return ""

    def _claim(self, request: Request, key: str) -> HttpResponseBase | None:
        person_id = self.idempotency_owner(request)
        if person_id is None:
            return None
        if scope := self.idempotency_scope(request):
            key = hashlib.sha256(f"{scope}:{key}".encode()).hexdigest()
        parts = [str(request.method), request.path, request.body.decode("utf-8", "replace")]
        fingerprint = hashlib.sha256("\n".join(parts).encode()).hexdigest()
        try:
            with transaction.atomic():
                self.kept = IdempotencyKey.objects.create(
                    user_id=person_id, key=key, fingerprint=fingerprint
                )
            return None
        except IntegrityError:
            first = IdempotencyKey.objects.filter(user_id=person_id, key=key).first()
        if first is None:  # let go of in this very moment: the first request was refused
            return json_problem(409, "The first request with this Idempotency-Key still runs.")
        if first.fingerprint != fingerprint:
            return json_problem(422, "This Idempotency-Key was used with another request.")
        if first.status is not None:
            return JsonResponse(first.body, status=first.status, safe=False)
        return self._take_over(first)

    def _take_over(self, first: IdempotencyKey) -> HttpResponseBase | None:
        """The claim of a request that died is ours; that of one that runs is not."""
        moment = now()
        dead = IdempotencyKey.objects.filter(
            pk=first.pk, status=None, created_at=first.created_at, created_at__lt=moment - CLAIM
        )
        if not dead.update(created_at=moment):
            return json_problem(409, "The first request with this Idempotency-Key still runs.")
        first.created_at = moment
        self.kept = first
        return None

    def row_id(self) -> UUID | None:
        """The id for the row that this request makes, the same whenever the key is used again."""
        if self.kept is None:
            return None
        name = f"{self.kept.user_id}:{self.kept.key}:{self.kept.fingerprint}"
        return uuid5(NAMESPACE_URL, f"callpilot:{name}")


def _plain(response: Response) -> object:
    """The response's data as JSON can keep it."""
    response.render()
    return json.loads(response.content or b"null")
