"""Sentences and what is understood of them; today is Monday, November 23rd 2026."""

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callpilot.json_types import JsonObject
from callpilot.models import Profile, User
from campaigns.intake import parse

TODAY = date(2026, 11, 23)
PERSON = User()
PROFILE = Profile(  # which is then the person's, too
    user=PERSON,
    latitude=37.79,
    longitude=-122.39,
    home_address="1 Market St, San Francisco",
    timezone="America/Los_Angeles",
)


def day(number: int, month: int = 11) -> date:
    return date(2026 if month > 10 else 2027, month, number)


WEEKEND_OFF = (5, 6)
SENTENCES: list[tuple[str, JsonObject]] = [
    # what
    ("dentist check-up next week", {"service": "dentist", "detail": "check-up"}),
    ("my tooth hurts", {"service": "dentist"}),
    ("I need a physical", {"service": "doctor", "detail": "physical"}),
    ("dermatologist for a rash", {"service": "doctor", "detail": "rash"}),
    ("a haircut and a beard trim", {"service": "hair_salon", "detail": "haircut, beard trim"}),
    ("barber tomorrow", {"service": "hair_salon"}),
    ("oil change for my car", {"service": "car_repair", "detail": "oil change"}),
    ("mechanic for my 2016 VW Golf, brakes", {"service": "car_repair",
                                              "detail": "2016 VW Golf, brakes"}),
    ("my Honda Civic needs new tires", {"service": "car_repair", "detail": "Honda Civic, tires"}),
    ("table for four on Friday", {"service": "restaurant", "party_size": 4}),
    ("dinner for two tomorrow", {"service": "restaurant", "party_size": 2}),
    ("restaurant for 12 people on Saturday", {"service": "restaurant", "party_size": 12}),
    ("vaccination for my dog Rex", {"service": "vet"}),
    ("the cat is ill", {"service": "vet"}),
    ("animal hospital near home", {"service": "vet", "place": "1 Market St, San Francisco"}),
    ("please help me", {"service": None}),
    ("book me something nice", {"service": None, "booking_policy": None}),
    # where
    ("dentist near Market St", {"place": "Market Street, San Francisco"}),
    ("dentist close to 24th Street next Tuesday", {"place": "24th Street, San Francisco",
                                                   "date_range_start": day(1, 12)}),
    ("dentist in Oakland", {"place": "Oakland, California"}),
    ("Oakland dentist tomorrow", {"place": "Oakland, California", "date_range_start": day(24)}),
    ("vet in the Mission", {"place": "Mission District, San Francisco"}),
    ("salon on Valencia Street, San Francisco", {"place": "Valencia Street, San Francisco"}),
    ("dentist at 640 Powell St, San Francisco, CA", {"place": "Powell Street, San Francisco"}),
    ("doctor in New York City", {"place": "New York City, New York",
                                 "timezone": "America/New_York"}),
    ("doctor in Phoenix, AZ", {"place": "Phoenix, Arizona", "timezone": "America/Phoenix"}),
    ("dentist near me", {"place": "1 Market St, San Francisco"}),
    ("dentist tomorrow", {"place": None}),
    # when
    ("dentist next week, mornings, not Thursday",
     {"date_range_start": day(30), "date_range_end": day(6, 12), "day_parts": ("morning",),
      "avoid_weekdays": (3,)}),
    ("dentist tomorrow", {"date_range_start": day(24), "date_range_end": day(24)}),
    ("dentist today in the afternoon", {"date_range_start": TODAY, "date_range_end": TODAY,
                                        "day_parts": ("afternoon",)}),
    ("dentist on December 24th", {"date_range_start": day(24, 12), "date_range_end": day(24, 12)}),
    ("dentist between Dec 1 and Dec 5", {"date_range_start": day(1, 12),
                                         "date_range_end": day(5, 12)}),
    ("dentist in December", {"date_range_start": day(1, 12), "date_range_end": day(31, 12)}),
    ("dentist on February 3", {"date_range_start": day(3, 2)}),
    ("dentist this Saturday", {"date_range_start": day(28), "date_range_end": day(28)}),
    ("dentist any weekday", {"avoid_weekdays": WEEKEND_OFF, "date_range_start": None}),
    ("dentist before noon", {"latest_time": time(12)}),
    ("dentist after 3pm", {"earliest_time": time(15)}),
    ("dentist between 2 and 4 pm tomorrow", {"earliest_time": time(14), "latest_time": time(16)}),
    ("dentist Tuesday at 10 am", {"earliest_time": time(9, 30), "latest_time": time(11)}),
    ("table for two Friday at 7pm", {"earliest_time": time(18, 30), "latest_time": time(21)}),
    ("table for two on Friday at 8", {"earliest_time": time(19, 30), "latest_time": time(22)}),
    ("brunch for two on Sunday at 10am", {"earliest_time": time(9, 30)}),
    ("dentist next week except Monday and Friday", {"avoid_weekdays": (0, 4)}),
    ("dentist, evenings", {"day_parts": ("evening",)}),
    ("dentist asap", {"date_range_start": TODAY, "earliest_weight": 0.75}),
    # for whom
    ("dentist for my daughter Mia", {"contact_name": "Mia"}),
    ("haircut for my son Leo Example on Friday", {"contact_name": "Leo Example"}),
    ("dentist for Anna Miller in Chicago", {"contact_name": "Anna Miller",
                                            "place": "Chicago, Illinois"}),
    ("vet in springfield, il", {"place": "Springfield, Illinois"}),
    ("vet in graz or at the zoo by Monday", {"place": "Graz, Austria"}),
    ("vet near normal hours, in time, in person", {"place": None, "problems": {}}),
    ("table for 4 at 10 on Monday in Graz", {"place": "Graz, Austria", "party_size": 4}),
    ("vet near 40.7128 -74.0060 tomorrow", {"latitude": 40.7128, "contact_phone": None}),
    ("dentist in Reading, Pennsylvania", {"place": "Reading, Pennsylvania"}),
    ("dentist near 5 Nowhere Street, Graz", {"place": "Graz, Austria",
                                             "place_left_out": "5 Nowhere Street"}),
    ("haircut for my daughter Charlotte", {"contact_name": "Charlotte", "place": None}),
    ("haircut for May on May 3", {"date_range_start": day(3, 5)}),
    ("dentist for Monday", {"contact_name": None, "date_range_start": day(30)}),
    ("doctor for my wife", {"contact_name": None, "notes": "It is for my wife."}),
    # how long
    ("dentist, 45 minutes", {"duration_minutes": 45}),
    ("haircut for an hour", {"duration_minutes": 60}),
    ("haircut, half an hour", {"duration_minutes": 30}),
    ("doctor for an hour and a half", {"duration_minutes": 90}),
    ("a 90-minute session at the dentist", {"duration_minutes": 90}),
    ("dentist within 30 minutes drive", {"duration_minutes": None}),
    # terms
    ("dentist, I have Delta Dental", {"insurance": "Delta Dental"}),
    ("dentist, my insurance is Sunny Health", {"insurance": "Sunny Health"}),
    ("dentist, no insurance", {"insurance": "none, self-pay"}),
    ("dentist, I am a new patient", {"new_patient": True}),
    ("dentist, returning patient", {"new_patient": False}),
    ("dentist, not a new patient", {"new_patient": False}),
    ("dentist next week, ask me first", {"booking_policy": "ask_me"}),
    ("dentist next week, just book it", {"booking_policy": "book_when_it_fits"}),
    ("dentist, don't book it without asking", {"booking_policy": "ask_me"}),
    ("dentist, call up to 5 dentists, 3 at a time", {"max_providers": 5, "max_parallel": 3}),
    ("the best rated dentist", {"rating_weight": 0.55}),
    ("the closest vet", {"distance_weight": 0.55}),
    ("haircut under $60", {"notes": None, "budget": None}),
    ("dentist, budget $5", {"budget": Decimal("5")}),
    ("dentist, my number is 415-555-0123", {"contact_phone": "+14155550123"}),
    ("dentist, don't share my number", {"may_share": ("name",)}),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES, ids=lambda value: str(value)[:60])
def test_a_sentence_is_understood(sentence: str, expected: JsonObject) -> None:
    draft = parse.read(sentence, PERSON, TODAY)

    assert {name: getattr(draft, name) for name in expected} == expected
    assert draft.problems == {}


def test_a_place_that_may_be_several_is_asked_back() -> None:
    wish = parse.read("dentist in Portland tomorrow", PERSON, TODAY)

    assert wish.place is None and "Which one" in wish.problems["place"][0]
    labels = [place["label"] for place in wish.suggestions["place"]]
    assert labels[:2] == ["Portland, Oregon", "Portland, Maine"]


@pytest.mark.parametrize(
    ("sentence", "field"),
    [
        ("dentist on February 30", "date_range_start"),
        ("dentist on Tuesday the 25th of November", "date_range_start"),
        ("dentist, call me at 911 911 911 911", "contact_phone"),
    ],
)
def test_what_cannot_be_is_a_problem_and_no_guess(sentence: str, field: str) -> None:
    draft = parse.read(sentence, PERSON, TODAY)

    assert set(draft.problems) == {field} and getattr(draft, field) is None


def test_what_is_missing_is_known() -> None:
    assert parse.read("hello", PERSON, TODAY).missing == ["service", "place"]
    assert parse.read("dentist in Oakland", PERSON, TODAY).missing == []


def test_it_reads_for_people_without_a_profile() -> None:
    assert parse.read("vet in the Mission", None, TODAY).service == "vet"


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    draft = parse.read(text, PERSON, TODAY)

    assert draft.request == text.strip()
