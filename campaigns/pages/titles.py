"""What a request is called, in one short line: "Dentist, check-up, mornings, Nov 30 – Dec 6"."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from campaigns.intake.fields import DAY_PARTS
from campaigns.models import Campaign
from campaigns.providers.service_kinds import SERVICES

DETAIL_LENGTH = 40


def title(campaign: Campaign) -> str:
    """By what was understood, not by what was said: the talk may have been long."""
    service = SERVICES.get(campaign.service)
    parts = [DAY_PARTS[part] for part in campaign.day_parts if part in DAY_PARTS]
    return ", ".join(
        filter(
            None,
            [
                str(service.label) if service else campaign.service,
                campaign.detail[:DETAIL_LENGTH],
                _(" or ").join(map(str, parts)),
                _days(campaign),
            ],
        )
    )


def _days(campaign: Campaign) -> str:
    first, last = (
        date_format(day, "M j") for day in (campaign.date_range_start, campaign.date_range_end)
    )
    return first if first == last else _("%(first)s – %(last)s") % {"first": first, "last": last}
