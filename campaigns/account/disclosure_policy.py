"""What a desk may be told about a person: always, only after asking, or never."""

from campaigns.models import Campaign, Preferences
from campaigns.models.preferences import SHARE_KINDS

Share = Preferences.Share


def allowed(campaign: Campaign) -> set[str]:
    """What this campaign's desks may be told. What is never shared is not, whoever allowed it."""
    return set(campaign.may_share) - never(campaign.person_id)


def ask_first(campaign: Campaign) -> list[str]:
    """The kinds about which the person is asked before a desk hears them."""
    chosen = Preferences.chosen_by(campaign.person_id)
    return [
        kind
        for kind in SHARE_KINDS
        if chosen.sharing(kind) == Share.ASK and kind not in campaign.may_share
    ]


def never(person_id: int) -> set[str]:
    """The kinds that no desk hears. A name is always told: the first sentence says it."""
    chosen = Preferences.chosen_by(person_id)
    return {kind for kind in SHARE_KINDS if chosen.sharing(kind) == Share.NEVER} - {"name"}
