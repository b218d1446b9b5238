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
from callpilot.models import User
from campaigns.api.representations import event_object
from campaigns.live.hub import hub, numbered
from campaigns.models import Call, Campaign, Event

PING_SECONDS = 15.0
END_SECONDS = 1.0  # how often one looks whether a campaign that is decided has also come to rest


def person_of(request: HttpRequest) -> User | None:
    """Who asks, by token or session; None when nobody is signed in."""
    known = TokenAuthentication().authenticate(Request(request))
    if known is not None:
        return known[0]
    return request.user if request.user.is_authenticated else None


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
    """Rows after `Last-Event-ID` (or `?since=`), then each new one; ends with the campaign.

    Who has seen the end and comes back is answered 204, which stops a browser from coming again.
    """
    if request.method not in ("GET", "HEAD"):
        return json_problem(405, "Read it with GET.", headers={"Allow": "GET, HEAD"})
    try:
        person = await database_sync_to_async(person_of)(request)
        if person is None:
            raise AuthenticationFailed("Sign in, or send Authorization: Token <token>.")
    except AuthenticationFailed as error:
        challenge = {"WWW-Authenticate": TokenAuthentication.keyword}
        return json_problem(401, str(error.detail), headers=challenge)
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
        rows(campaign_id, since),
        content_type="text/event-stream",
        headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"},
    )


async def rows(
    campaign_id: UUID, since: int, *, ping_seconds: float = PING_SECONDS
) -> AsyncGenerator[str, None]:
    """The stream's text; a comment every so often keeps proxies from closing it."""
    yield ": hello\n\n"
    ending = await database_sync_to_async(nothing_follows)(campaign_id, since)
    async with hub().watching(campaign_id, since) as queue:
        while not (ending and await database_sync_to_async(nothing_follows)(campaign_id, since)):
            try:
                async with asyncio.timeout(END_SECONDS if ending else ping_seconds):
                    batch = await queue.get()
            except TimeoutError:
                yield ": ping\n\n"
                continue
            for event in batch:
                if event.number <= since:
                    continue
                since = event.number
                data = json.dumps(event_object(event))
                yield f"id: {event.number}\nevent: {event.kind}\ndata: {data}\n\n"
                ending = ending or decided(event)


def decided(event: Event) -> bool:
    return event.kind == Event.Kind.CAMPAIGN_MOVED and event.data.get("status") in Campaign.FINISHED
