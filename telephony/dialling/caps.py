"""When may one more call be made under a cap; counted are the rings of the time before now."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.timezone import now

from campaigns.models import Call
from telephony.models import Ring

DAY = timedelta(hours=24)
WEEK = timedelta(days=7)
LOOK_AGAIN = timedelta(minutes=1)  # at the earliest: many may wait for the same place
KEPT_SHARE = 4  # one in so many of a cap's calls is kept for what was agreed with a desk
AGREED = {
    Call.Purpose.CONFIRM,
    Call.Purpose.RELEASE,
    Call.Purpose.RESCHEDULE,
    Call.Purpose.CANCEL,
}


def again_at(rings: QuerySet[Ring], call: Call, most: int, span: timedelta) -> datetime | None:
    """When `call` fits under a cap of `most` of these rings within any `span`; None: now.

    0 is no cap. Enquiries leave a share of it to calls without which an agreement would fail.
    """
    if most < 1:
        return None
    usable = most if call.purpose in AGREED else most - most // KEPT_SHARE
    moment = now()
    recent = rings.filter(rung_at__gt=moment - span).order_by("-rung_at")
    in_the_way = recent.values_list("rung_at", flat=True)[usable - 1 : usable]
    for rung_at in in_the_way:
        return max(rung_at + span, moment + LOOK_AGAIN)
    return None
