"""Contacts of a file: tables and vCards as programs write them, each row judged by itself."""

import logging

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callpilot.errors import BadInput
from callpilot.models import User
from campaigns.models import Provider
from campaigns.providers import imports
from campaigns.providers.imports import Row
from tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return make_person()


def card(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""])


def contacts(person: User, text: str) -> list[Row]:
    return imports.read(person, text.encode(), "general")


def test_several_cards_are_several_contacts(person: User) -> None:
    text = card("FN:Dr. Lee", "TEL:+14155550177") + card("FN:Rex", "TEL:+14155550178")

    assert [row.values["name"] for row in contacts(person, text)] == ["Dr. Lee", "Rex"]


def test_a_company_has_a_name_too_but_a_persons_is_better(person: User) -> None:
    text = card("ORG:Bright Teeth;Front Desk", "TEL:+14155550177")
    [company] = contacts(person, text)
    [both] = contacts(person, card("ORG:Bright Teeth", "FN:Dr. Lee", "TEL:+14155550177"))

    assert company.values["name"] == "Bright Teeth, Front Desk"
    assert both.values["name"] == "Dr. Lee"


def test_the_first_number_counts_and_may_be_an_address_of_the_web(person: User) -> None:
    [row] = contacts(
        person, card("FN:A", "TEL;VALUE=uri:tel:+14155550177;ext=2", "TEL:+14155550100")
    )

    assert row.values["phone"] == "+14155550177" and row.errors == []


def test_an_address_keeps_its_commas_and_leaves_out_what_is_empty(person: User) -> None:
    [row] = contacts(
        person, card("FN:A", "TEL:+14155550177", "ADR:;;5 Market St\\, Suite 2;Oakland;;;")
    )

    assert row.values["address"] == "5 Market St, Suite 2, Oakland"


def test_letters_that_old_telephones_write_are_read(person: User) -> None:
    text = card("FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=B6rg", "TEL:+14155550177")

    assert contacts(person, text.replace("3.0", "2.1"))[0].values["name"] == "Jörg"


def test_a_picture_that_is_cut_off_does_not_matter(person: User) -> None:
    [row] = contacts(person, card("FN:x", "PHOTO;ENCODING=b:x!", "TEL:+14155550177"))

    assert row.errors == []


def test_a_line_that_is_none_is_passed_over_and_written_into_no_log(
    person: User, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        [row] = contacts(person, card("FN:Dr. Lee", "my secret note", "TEL:+14155550177"))

    assert row.errors == [] and "secret" not in caplog.text


@pytest.mark.parametrize(
    "text",
    ["BEGIN:VCARD\nFN:x", card("END:VCARD"), "BEGIN:VCARD\nFN:x\nEND:VCALENDAR\n",
     card("FN;ENCODING=B:x!"), card("FN;CHARSET=none;ENCODING=QUOTED-PRINTABLE:x=C3")],
)  # fmt: skip
def test_a_broken_card_is_told(person: User, text: str) -> None:
    with pytest.raises(BadInput) as refused:
        contacts(person, text)

    assert list(refused.value.errors) == ["file"]


@given(st.text(max_size=80), st.binary(max_size=80))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_card_breaks_the_reader(person: User, line: str, noise: bytes) -> None:
    for data in (card("FN:x", line).encode(errors="replace"), b"BEGIN:VCARD\n" + noise):
        try:
            imports.read(person, data, "general")
        except BadInput as error:
            assert error.errors["file"]


@pytest.mark.parametrize("line", ["X;A=B" * 40, "X" + ";A=B,,," * 40, "TEL;A=" + "," * 40 + '"',
                                  "TEL;" + "A=B" * 40, 'FN;A="' + ";" * 90])  # fmt: skip
def test_a_line_that_is_built_to_take_for_ever_is_not_looked_at(person: User, line: str) -> None:
    [row] = contacts(person, card("FN:x", line, "TEL:+14155550177"))

    assert row.values["name"] == "x" and row.errors == []


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_may_be_cut_by_commas_semicolons_or_tabs(person: User, mark: str) -> None:
    table = f"Phone{mark}Company\n+14155550177{mark}Bright Teeth\n"

    [row] = contacts(person, table)

    assert (row.values["name"], row.values["phone"]) == ("Bright Teeth", "+14155550177")


def test_a_service_is_recognised_by_its_words_or_is_the_one_chosen(person: User) -> None:
    rows = contacts(person, "name,phone,kind\nA,+14155550177,my dentist\nB,+14155550178,zzz\n")

    assert [row.values["service"] for row in rows] == ["dentist", "general"]


def test_a_number_that_stands_twice_is_an_error_of_the_second(person: User) -> None:
    rows = contacts(person, "name,phone\nA,+14155550177\nB,(415) 555-0177\n")

    assert [len(row.errors) for row in rows] == [0, 1]


def test_good_rows_are_written_and_come_back_as_a_table(person: User) -> None:
    rows = contacts(person, "name,phone\nA,+14155550177\nB,12\n")

    assert [row.values for row in contacts(person, imports.as_csv(rows))] == [rows[0].values]
    assert imports.write(person, rows) == 1
    assert imports.write(person, rows) == 0  # known by now
    assert Provider.objects.get(owner=person).name == "A"
