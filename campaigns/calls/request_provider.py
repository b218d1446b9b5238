"""A new request that asks one provider."""

from django.db import transaction

from callpilot.models import User
from campaigns.intake import call_preview, drafting
from campaigns.models import Contact, Draft, Provider


def keep(person: User, provider: Provider) -> bool:
    """Take who is to be asked into the book as preferred, so that they are called at all.

    True when they had not been in it.
    """
    if provider.owner_id == person.pk:
        return False
    contact, made = Contact.objects.get_or_create(
        person_id=person.pk, provider=provider, defaults={"standing": Contact.Standing.PREFER}
    )
    if not made and contact.standing != Contact.Standing.NEVER and not contact.favourite:
        Contact.objects.filter(pk=contact.pk).update(standing=Contact.Standing.PREFER)
    return made


def ask(person: User, provider: Provider) -> Draft:
    """A draft for this kind of appointment in which nobody else is ticked."""
    with transaction.atomic():
        draft = drafting.begin(person)
        drafting.put(draft, {"service": provider.service})
    draft.refresh_from_db()
    seen = call_preview.look(draft)
    if seen is None:
        return draft
    called = {choice.provider.pk for choice in seen.called}
    if provider.pk in called:
        return drafting.leave_out(draft, called - {provider.pk})
    return draft
