"""Contacts from a file: CSV or vCard, each row checked by itself, nothing written by reading."""

import csv
import io
import re
from dataclasses import dataclass, field

import vobject
from django.utils.translation import gettext as _
from vobject.base import ContentLine, VObjectError
from vobject.vcard import ADDRESS_ORDER

from callpilot.errors import BadInput
from callpilot.models import User
from campaigns.providers import address_book, service_kinds

MAX_BYTES, MAX_ROWS = 200_000, 500
FIELDS = ("name", "phone", "service", "address")
HEADINGS = {
    "name": {"name", "full name", "company", "organization", "business"},
    "phone": {"phone", "telephone", "tel", "phone number", "mobile", "number"},
    "service": {"service", "kind", "category", "type"},
    "address": {"address", "street address", "location"},
}
# The lines of a card that we ask for. The library's own pattern takes for ever on some others,
# and cannot read a picture that is cut off.
_CARD_LINE = re.compile(
    r"(?:BEGIN|END):VCARD|(?:[\w-]+\.)?(?:VERSION|FN|ORG|TEL|ADR|CATEGORIES)"
    r"(?:;[\w-]+(?:=(?:[\w/+.-]+|\"[^\":;,]+\")(?:,[\w/+.-]+)*)?)*:.*",
    re.IGNORECASE,
)


@dataclass
class Row:
    """One contact of a file, and what is wrong with it."""

    number: int  # from 1, as people count
    values: dict[str, str]
    errors: list[str] = field(default_factory=list)


def read(person: User, data: bytes, service: str) -> list[Row]:
    """The rows of a CSV or vCard file; `service` is for those that name none.

    Raises BadInput when the file as a whole cannot be read.
    """
    if len(data) > MAX_BYTES:
        raise BadInput({"file": [_("At most 200 kB, please.")]})
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput({"file": [_("The file is not a text in UTF-8.")]}) from None
    if "\x00" in text:
        raise BadInput({"file": [_("The file is not a text.")]})
    cards = re.search(r"^\s*BEGIN:VCARD", text, re.IGNORECASE)
    found = _vcards(text) if cards else _csv(text)
    if not found:
        raise BadInput({"file": [_("No contacts were found in it.")]})
    if len(found) > MAX_ROWS:
        raise BadInput({"file": [_("At most %(most)d contacts at once.") % {"most": MAX_ROWS}]})
    return _judged(person, found, service)


def _judged(person: User, found: list[dict[str, str]], service: str) -> list[Row]:
    rows, seen = [], set()
    for number, values in enumerate(found, start=1):
        said = values.get("service", "")
        values["service"] = (service_kinds.recognise(said) if said else None) or service
        row = Row(number, {name: values.get(name, "") for name in FIELDS})
        try:
            told = [row.values[name] for name in FIELDS]
            phone = address_book.checked(person, *told)["phone"]
            if phone in seen:
                row.errors.append(_("This number stands in the file twice."))
            seen.add(phone)
        except BadInput as error:
            row.errors = [sentence for words in error.errors.values() for sentence in words]
        rows.append(row)
    return rows


def write(person: User, rows: list[Row]) -> int:
    """Add every row without an error; how many that were."""
    added = 0
    for row in rows:
        if row.errors:
            continue
        try:
            address_book.add(person, **row.values)
            added += 1
        except BadInput:
            continue  # somebody was quicker with the same number
    return added


def as_csv(rows: list[Row]) -> str:
    """The good rows as a text that `read` takes again."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(FIELDS)
    writer.writerows([row.values[name] for name in FIELDS] for row in rows if not row.errors)
    return text.getvalue()


# --- formats ------------------------------------------------------------------------------------


def _csv(text: str) -> list[dict[str, str]]:
    try:
        dialect: type[csv.Dialect] = csv.Sniffer().sniff(text[:2000], delimiters=",;\t")
    except csv.Error:
        dialect = csv.excel
    try:
        lines = [line for line in csv.reader(io.StringIO(text), dialect) if any(line)]
    except csv.Error:
        raise BadInput({"file": [_("This is not a table that can be read.")]}) from None
    if not lines:
        return []
    places = {
        name: at
        for at, title in enumerate(cell.strip().casefold() for cell in lines[0])
        for name, titles in HEADINGS.items()
        if title in titles
    }
    if "name" not in places or "phone" not in places:
        raise BadInput({"file": [_("The first line must have the columns “name” and “phone”.")]})
    return [
        {name: line[at].strip() for name, at in places.items() if at < len(line)}
        for line in lines[1:]
    ]


def _vcards(text: str) -> list[dict[str, str]]:
    lines = [line.strip() for line in re.sub(r"\r?\n[ \t]", "", text).splitlines()]
    known = "\n".join(filter(_CARD_LINE.fullmatch, lines))
    try:
        cards = list(vobject.readComponents(known))
    except (VObjectError, ValueError, LookupError):  # the latter two of letters that are none
        raise BadInput({"file": [_("This is not a vCard file that can be read.")]}) from None
    return [_contact(card.contents) for card in cards]


def _contact(properties: dict[str, list[ContentLine]]) -> dict[str, str]:
    """The first property of a kind counts, and a name is better than a company's."""
    first = {name: lines[0].value for name, lines in properties.items()}
    found = {
        "name": _plain(first.get("fn")) or _plain(first.get("org")),
        "phone": _plain(first.get("tel")).removeprefix("tel:").split(";")[0],
        "service": _plain(first.get("categories")),
        "address": _address(first.get("adr")),
    }
    return {name: value for name, value in found.items() if value}


def _address(address: object) -> str:
    parts = [_plain(getattr(address, name, "")) for name in ADDRESS_ORDER]
    return ", ".join(filter(None, parts))


def _plain(value: object) -> str:
    """One line; several values of a property stand side by side."""
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")
    return " ".join(text.split()).strip(" ;,")
