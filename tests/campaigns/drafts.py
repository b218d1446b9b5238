"""Drafts that hold what a test says they hold."""

from campaigns.intake import fields
from campaigns.models import Draft


def holding(draft: Draft | None = None, /, **values: object) -> Draft:
    """The draft, or a new one, with these fields as if they had been typed."""
    draft = draft or Draft()
    draft.fields |= {name: fields.entry(value, Draft.Source.FORM) for name, value in values.items()}
    return draft
