"""Which telephone numbers may be called at all: complete, ordinary, in an allowed country."""

import re
import unicodedata
from collections.abc import Callable, Iterable

import phonenumbers
from django.conf import settings
from django.utils.translation import gettext as _
from phonenumbers import PhoneNumber, PhoneNumberType, shortnumberinfo

MAX_LENGTH = 40  # characters of a number as people write it, "+44 (0) 20 7946 0123"
WRITTEN = re.compile(r"\+?[\d\s().\-/]+")

# The library calls 988 and 933 nothing special, and knows most others in their own country alone.
EMERGENCY = frozenset(
    re.findall(
        r"\d+",
        "000 066 100 101 102 103 104 108 110 111 112 113 114 115 116 117 118 119 122 123 127 128"
        " 133 144 155 158 166 190 191 192 193 194 195 197 198 199 901 902 903 910 911 913 933 955"
        " 988 989 991 992 993 995 997 998 999 1122 1669 10111 116000 116111 116117 116123",
    )
)
FICTIONAL = re.compile(r"\+1[2-9]\d\d55501\d\d")
# North America: x11 as area or exchange code, directory assistance, pay-per-call exchanges.
SERVICE_CODES = re.compile(r"\+1(?:[2-9]11\d{7}|\d{3}(?:[2-9]11|976|950)\d{4}|\d{3}5551212)")

ORDINARY = frozenset(
    {
        PhoneNumberType.FIXED_LINE,
        PhoneNumberType.MOBILE,
        PhoneNumberType.FIXED_LINE_OR_MOBILE,
        PhoneNumberType.VOIP,
        PhoneNumberType.TOLL_FREE,
    }
)


Rule = Callable[[str, PhoneNumber], str | None]


class BadNumber(ValueError):
    """The text is not a telephone number; the message says why, for people."""


def normalise(text: str, region: str = "US") -> str:
    """The number in E.164; `region` is where it is dialled from when it lacks a country code.

    Raises BadNumber with words for people. Whether the number may be called is another
    question: see `problem`.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        raise BadNumber(_("Please give a telephone number."))
    if len(plain) > MAX_LENGTH or not plain.isascii() or not WRITTEN.fullmatch(plain):
        raise BadNumber(_("Please write the number with digits only, like +1 415 555 0123."))
    if re.sub(r"\D", "", plain) in EMERGENCY:
        raise BadNumber(_("Emergency and help lines are never called."))
    try:
        number = phonenumbers.parse(plain, region)
    except phonenumbers.NumberParseException:
        raise BadNumber(_("This is not a complete telephone number.")) from None
    if not phonenumbers.is_possible_number(number):
        raise BadNumber(_("This number has too few or too many digits."))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def dialled(e164: str) -> str:
    """The number that really rings for this one: in a rehearsal always the same phone."""
    return str(settings.TARGET_PHONE_NUMBER) if settings.MODE == "rehearsal" else e164


def problem(e164: str) -> str | None:
    """Why this number must never be called, in words; None when nothing speaks against it.

    What is free now, suppressed or too late in the day is the guard's to say.
    """
    return forbidden(e164) or _first((_country, _fiction), e164)


def forbidden(e164: str) -> str | None:
    """Why no setting could allow this number, in words; None for an ordinary one."""
    if _parsed(e164) is None:
        return _("This is not a telephone number in full, like +14155550123.")
    return _first((_emergency, _service_code, _special), e164)


def _first(rules: Iterable[Rule], e164: str) -> str | None:
    """The words of the first rule that speaks against the number."""
    number = _parsed(e164)
    if number is None:
        return None
    return next((words for rule in rules if (words := rule(e164, number)) is not None), None)


def _parsed(e164: str) -> PhoneNumber | None:
    if not re.fullmatch(r"\+[1-9]\d{6,14}", e164, re.ASCII):
        return None
    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return None
    same = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) == e164
    return number if same else None


def _emergency(e164: str, number: PhoneNumber) -> str | None:
    national = phonenumbers.national_significant_number(number)
    regions = phonenumbers.region_codes_for_country_code(number.country_code or 0)
    # The whole number: Yerevan's begin with 10, and one that only begins like a help line is none.
    if (
        national in EMERGENCY
        or e164[1:] in EMERGENCY
        or any(shortnumberinfo.is_emergency_number(national, region) for region in regions)
    ):
        return _("Emergency and help lines are never called.")
    return None


def _service_code(e164: str, number: PhoneNumber) -> str | None:
    if SERVICE_CODES.fullmatch(e164) or shortnumberinfo.is_valid_short_number(number):
        return _("Service numbers and short numbers are never called.")
    return None


def _special(e164: str, number: PhoneNumber) -> str | None:
    if not phonenumbers.is_valid_number(number):
        return _("This number does not exist.")
    if phonenumbers.number_type(number) not in ORDINARY:
        return _("Premium, shared-cost and other special numbers are never called.")
    return None


def _country(e164: str, number: PhoneNumber) -> str | None:
    # By the library, not by the prefix: +1 also leads to Jamaica and twenty other countries.
    if phonenumbers.region_code_for_number(number) not in settings.ALLOWED_COUNTRIES:
        return _("Numbers in this country may not be called from here.")
    return None


def _fiction(e164: str, number: PhoneNumber) -> str | None:
    fictional = FICTIONAL.fullmatch(e164) is not None
    if settings.FICTIONAL_NUMBERS and not fictional:
        return _("In simulation only fictional numbers (555-0100 to 555-0199) are called.")
    if fictional and not settings.FICTIONAL_NUMBERS:
        return _("Numbers from 555-0100 to 555-0199 are fictional and reach nobody.")
    return None
