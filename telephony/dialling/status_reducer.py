"""What news means for a call: the next status, or nothing; pure, and in any order the same."""

from campaigns.models import Call
from telephony.carriers.base import News

RANK: dict[str, int] = {
    Call.Status.QUEUED: 0,
    Call.Status.IN_DOUBT: 1,
    Call.Status.DIALING: 2,
    Call.Status.RINGING: 3,
    Call.Status.IN_PROGRESS: 4,
    Call.Status.COMPLETED: 5,
    Call.Status.FAILED: 5,
    Call.Status.CANCELLED: 5,
}


def next_status(status: str, news: News, *, unwanted: bool, answered: bool) -> str | None:
    """The status that news moves a call to; None when it says nothing new.

    Ranks only rise, so news that is late, doubled or overtaken changes nothing, and no
    ended call reopens. `unwanted`: we asked for the end; `answered`: somebody picked up.
    """
    if news.status not in RANK or RANK[news.status] <= RANK[status]:
        return None
    if RANK[news.status] < RANK[Call.Status.COMPLETED]:
        return news.status
    if answered or status == Call.Status.IN_PROGRESS:
        return Call.Status.COMPLETED
    if unwanted:
        return Call.Status.CANCELLED
    if news.status == Call.Status.CANCELLED:
        return Call.Status.FAILED  # somebody stopped it, but none of us
    return news.status


def outcome(status: str, news: News, known: str, answered_by: str) -> str:
    """The outcome of a call that ends as `status`; what its conversation gave stays."""
    if known:
        return known
    if status == Call.Status.CANCELLED:
        return Call.Outcome.CANCELLED
    if status == Call.Status.FAILED:
        said = news.outcome if news.outcome != Call.Outcome.CANCELLED else ""
        return said or Call.Outcome.FAILED
    if is_machine(answered_by):
        return Call.Outcome.VOICEMAIL
    return ""


def is_machine(answered_by: str) -> bool:
    """Whether a machine picked up, as far as the carrier knows."""
    return answered_by.startswith(("machine", "fax"))
