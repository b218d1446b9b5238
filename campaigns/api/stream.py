"""Server-Sent Events: every event row of a campaign, resuming where the reader left."""

import asyncio
import json
from collections.abc import AsyncGenerator
from uuid import UUID

from channels.db import database_sync_to_async
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.timezone import now
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from callpilot.api.authentication import TokenAuthentication
from callpilot.api.problems import json_problem
from callpilot.api.request_rate import requests_of
from callpilot.models import User
from campaigns.api.representations import event_object
from campaigns.live import entitlement
from campaigns.live.entitlement import Right
from campaigns.live.hub import hub, numbered
from campaigns.models import Call, Campaign, Event

PING_SECONDS = 15.0
END_SECONDS = 1.0  # how often one looks whether a campaign that is decided has also come to rest


def right_of(request: HttpRequest, campaign_id: UUID) -> tuple[User, Right] | None:
    """Who asks and by what right, a token or a session; None when nobody is signed in."""
    known = TokenAuthentication().authenticate(Request(request))
    if known is not None:
        person, token = known
        return person, Right(campaign_id, token_id=token.pk)
    if not request.user.is_authenticated:
        return None
    return request.user, Right(campaign_id, request.session.session_key or "")


def owned(person: User, campaign_id: UUID) -> Campaign | None:
    return Campaign.objects.of(person).filter(pk=campaign_id).first()


def nothing_follows(campaign_id: UUID, number: int) -> bool:
    """Whether the campaign is decided, its calls have come to rest, and `number` was its last row.

    What is put off until later (a desk is thanked tomorrow) holds up nobody.
    """
    campaign = Campaign.objects.filter(pk=campaign_id).first()
    if campaign is None:
        return True
    if campaign.status not in Campaign.FINISHED or number < campaign.event_count:
        return False
    due = Q(status=Call.Status.QUEUED, due_at__lte=now())
    unconcluded = Q(status__in=Call.ENDED, concluded_at=None)
    return not campaign.calls.filter(due | unconcluded | Q(status__in=Call.LIVE)).exists()


async def campaign_stream(request: HttpRequest, campaign_id: UUID) -> HttpResponseBase:
    """Rows after `Last-Event-ID` (or `?since=`), then each new one; ends with the campaign, or with
    the right to follow it.

    Who has seen the end and comes back is answered 204, which stops a browser from coming again.
    """
    if request.method not in ("GET", "HEAD"):
        return json_problem(405, "Read it with GET.", headers={"Allow": "GET, HEAD"})
    try:
        known = await database_sync_to_async(right_of)(request, campaign_id)
        if known is None:
            raise AuthenticationFailed("Sign in, or send Authorization: Token <token>.")
    except AuthenticationFailed as error:
        challenge = {"WWW-Authenticate": TokenAuthentication.keyword}
        return json_problem(401, str(error.detail), headers=challenge)
    person, right = known
    wait = await database_sync_to_async(requests_of(person).take)()
    if wait is not None:
        later = {"Retry-After": str(int(wait) + 1)}
        return json_problem(429, "You ask very often. Please wait.", headers=later)
    campaign = await database_sync_to_async(owned)(person, campaign_id)
    if campaign is None:
        return json_problem(404, "It does not exist, or it is not yours.")
    since = numbered(request.headers.get("Last-Event-ID") or request.GET.get("since") or "0")
    if since is None:
        return json_problem(422, "Last-Event-ID is the number of an event.")
    since = min(since, campaign.event_count)
    if since and await database_sync_to_async(nothing_follows)(campaign_id, since):
        return HttpResponse(status=204)
    return StreamingHttpResponse(
        rows(right, since),
        content_type="text/event-stream",
        headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"},
    )


async def rows(
    right: Right, since: int, *, ping_seconds: float = PING_SECONDS
) -> AsyncGenerator[str, None]:
    """The stream's text; a comment every so often keeps proxies from closing it."""
    yield ": hello\n\n"
    over = database_sync_to_async(nothing_follows)
    ending = await over(right.mandate_id, since)
    ended = asyncio.Event()  # the right
    async with hub().watching(right.mandate_id, since) as queue:

        def leave() -> None:
            ended.set()
            queue.put_nowait([])  # who waits for news need not wait longer

        with entitlement.watch().over(right, leave):
            while not (ending and await over(right.mandate_id, since)):
                try:
                    async with asyncio.timeout(END_SECONDS if ending else ping_seconds):
                        batch = await queue.get()
                except TimeoutError:
                    yield ": ping\n\n"
                    continue
                for event in batch:
                    if event.number > since and not ended.is_set():
                        since, ending = event.number, ending or decided(event)
                        yield written(event)
                if ended.is_set():
                    return


def written(event: Event) -> str:
    data = json.dumps(event_object(event))
    return f"id: {event.number}\nevent: {event.kind}\ndata: {data}\n\n"


def decided(event: Event) -> bool:
    return event.kind == Event.Kind.CAMPAIGN_MOVED and event.data.get("status") in Campaign.FINISHED
