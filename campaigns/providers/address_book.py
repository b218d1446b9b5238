"""The address book: providers that a person added, and how they stand with that person."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from callpilot.errors import BadInput
from callpilot.json_types import JsonObject
from callpilot.models import Profile, User
from campaigns.models import Call, Candidate, Contact, Provider
from campaigns.providers import gazetteer, phone_numbers
from campaigns.providers.service_kinds import SERVICES

MAX_ENTRIES = 1000  # entries of one person
LENGTHS = {"name": 200, "address": 300}
PLACE = {"latitude", "longitude", "timezone"}
UNWANTED = (Contact.Standing.AVOID, Contact.Standing.NEVER)


def add(person: User, name: str, phone: str, service: str, address: str = "") -> Contact:
    """Put a provider into the person's own book. Raises BadInput that names every fault."""
    values = checked(person, name, phone, service, address)
    with transaction.atomic():
        provider = Provider.objects.create(
            owner_id=person.pk, source=Provider.Source.ADDRESS_BOOK, **values
        )
        return Contact.objects.create(person_id=person.pk, provider=provider)


def change(provider: Provider, name: str, phone: str, service: str, address: str = "") -> None:
    """Correct an entry of one's own. Raises BadInput."""
    assert provider.owner is not None  # only an entry of one's own is corrected
    values = checked(provider.owner, name, phone, service, address, but_for=provider)
    if values["phone"] != provider.phone:
        values["number_wrong"] = False
    if values["address"] == provider.address:
        values = {key: value for key, value in values.items() if key not in PLACE}
    Provider.objects.filter(pk=provider.pk).update(**values)


def remove(person: User, provider: Provider) -> None:
    """Take it out of the book; what was telephoned stays with the requests of then."""
    with transaction.atomic():
        Contact.objects.filter(person_id=person.pk, provider=provider).delete()
        if provider.owner_id != person.pk:
            return
        if provider.candidacies.exists() or provider.calls.exists() or provider.offers.exists():
            Provider.objects.filter(pk=provider.pk).update(owner=None)
        else:
            provider.delete()


def contact_of(person: User, provider: Provider) -> Contact:
    """The person's own entry about it, or one that is not written yet."""
    rows = Contact.objects.filter(person_id=person.pk, provider=provider)
    return rows.first() or Contact(person_id=person.pk, provider=provider)


def judge(person: User, provider: Provider, **changes: object) -> Contact:
    """Star it, note something, or say how it stands; only this person sees that."""
    return Contact.objects.update_or_create(
        person_id=person.pk, provider=provider, defaults=changes
    )[0]


def checked(
    person: User,
    name: object,
    phone: object,
    service: object,
    address: object = "",
    *,
    but_for: Provider | None = None,
) -> JsonObject:
    """The values of the Provider row that these words make. Raises BadInput."""
    faults: dict[str, list[str]] = {}
    values = {"name": _text("name", name, faults), "address": _text("address", address, faults)}
    if not values["name"] and "name" not in faults:
        faults["name"] = [_("Please give a name.")]
    if not isinstance(service, str) or service not in SERVICES:
        faults["service"] = [_("Choose one of: %(known)s.") % {"known": ", ".join(SERVICES)}]
    number = _phone(person, phone, faults, but_for)
    if (
        not faults
        and but_for is None
        and Provider.objects.filter(owner_id=person.pk).count() >= MAX_ENTRIES
    ):
        faults["name"] = [_("Your address book is full.")]
    if faults:
        raise BadInput(faults)
    return {**values, **_where(person, values["address"]), "service": service, "phone": number}


def _text(field: str, value: object, faults: dict[str, list[str]]) -> str:
    text = " ".join(value.split()) if isinstance(value, str) else ""
    if not isinstance(value, str) or not text.isprintable():
        faults[field] = [_("This must be a text.")]
    elif len(text) > LENGTHS[field]:
        faults[field] = [_("At most %(most)d characters, please.") % {"most": LENGTHS[field]}]
    return text


def _phone(
    person: User, value: object, faults: dict[str, list[str]], but_for: Provider | None
) -> str:
    try:
        number = phone_numbers.normalise(value if isinstance(value, str) else "")
    except phone_numbers.BadNumber as error:
        faults["phone"] = [str(error)]
        return ""
    if problem := phone_numbers.problem(number):
        faults["phone"] = [problem]
    same = Provider.objects.filter(owner_id=person.pk, phone=number)
    known = (same.exclude(pk=but_for.pk) if but_for else same).first()
    if known is not None:
        faults["phone"] = [_("This number is in your address book: %(name)s.") % {"name": known}]
    return number


def _where(person: User, address: str) -> JsonObject:
    """Where it is, as far as the gazetteer knows; the time zone is else the person's own."""
    profile = Profile.objects.filter(user_id=person.pk).first()
    place = gazetteer.find(address, profile).place if address else None
    if place is None:
        return {"timezone": (profile or Profile()).timezone}
    return {
        "latitude": place.latitude,
        "longitude": place.longitude,
        "timezone": place.timezone,
    }


def visible(person: User) -> QuerySet[Provider]:
    """Whom the person may look at: the own book, and whom own requests came across."""
    met = Candidate.objects.filter(campaign__person_id=person.pk)
    called = Call.objects.filter(mandate__person_id=person.pk)
    noted = Contact.objects.filter(person_id=person.pk)
    return Provider.objects.filter(
        Q(owner_id=person.pk)
        | Q(pk__in=noted.values("provider"))
        | Q(pk__in=met.values("provider"))
        | Q(pk__in=called.values("provider"))
    ).filter(Q(owner_id=person.pk) | Q(owner=None))


def known(person: User, service: str) -> list[Provider]:
    """Whom the person would have called first: own entries and preferred ones, favourites first.

    Those to avoid or never to be called are left out.
    """
    liked = Q(favourite=True) | Q(standing=Contact.Standing.PREFER)
    contacts = Contact.objects.filter(person_id=person.pk)
    mine = Q(owner_id=person.pk) | Q(pk__in=contacts.filter(liked).values("provider"))
    rows = Provider.objects.filter(mine, service__in={service, "general"})
    rows = rows.exclude(pk__in=contacts.filter(standing__in=UNWANTED).values("provider"))
    rank = {
        contact.provider_id: (not contact.favourite, contact.standing != Contact.Standing.PREFER)
        for contact in contacts
    }
    return sorted(
        rows, key=lambda row: (*rank.get(row.pk, (True, True)), row.created_at, str(row.pk))
    )


def never(person: User) -> set[str]:
    """The numbers that are never called for this person, whatever a directory says."""
    return _phones(person, Contact.Standing.NEVER)


def avoided(person: User) -> set[str]:
    """The numbers that this person would rather not have called."""
    return _phones(person, Contact.Standing.AVOID)


def _phones(person: User, standing: str) -> set[str]:
    rows = Contact.objects.filter(person_id=person.pk, standing=standing)
    return set(rows.exclude(provider__phone="").values_list("provider__phone", flat=True))
