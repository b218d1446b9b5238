"""The one message that a provider's machines may get in a campaign: whether, and whose it is."""

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from campaigns.models import Call


def may_leave_message(call: Call) -> bool:
    """Whether this call may leave one, as far as is known now; `claim_message` decides."""
    if not settings.VOICEMAIL_MESSAGES or call.campaign_id is None or call.provider_id is None:
        return False
    same = Call.objects.filter(campaign=call.campaign_id, provider=call.provider_id)
    return not same.filter(message_at__isnull=False).exists()


def claim_message(call: Call) -> bool:
    """Take the one message for this call, for good; who gets True has it said.

    What is claimed and then lost on its way is not said again: rather none than two.
    """
    try:
        with transaction.atomic():
            rows = Call.objects.filter(pk=call.pk, message_at=None)
            return rows.update(message_at=now()) > 0
    except IntegrityError:
        return False
