"""The people of the simulated town, and their books."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from campaigns.providers.directories.demo import LISTINGS
from telephony.simulator.personas.appointment_book import USUAL_HOURS, Book
from telephony.simulator.personas.callee_actions import Act, Beep, HangUp, Music, Speak
from telephony.simulator.personas.callees import PERSONAS, Callee, Callees, people
from telephony.simulator.personas.desk import Receptionist

NOW = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)  # a Tuesday, ten in the morning in San Francisco
ZONE = ZoneInfo("America/Los_Angeles")
PHONE = "+14155550199"
WISH = (
    "I would like to arrange a dental check-up for Alex Morgan, next week, in the morning, not on "
    "Thursday. It takes 30 minutes. What times do you have?"
)


def callee(persona: str, seed: int = 1) -> Callee:
    callees = people(seed, lambda: NOW)
    callees.place(PHONE, persona)
    return callees.pick_up(PHONE)


def words(acts: list[Act]) -> str:
    return " ".join(act.text for act in acts if isinstance(act, Speak))


def on_table(someone: Callee) -> datetime | None:
    """What they have offered last."""
    assert isinstance(someone, Receptionist)
    return someone.on_table


# the town


def cast(callees: Callees, service: str) -> list[str]:
    phones = [each.phone for each in LISTINGS if each.service == service and each.phone]
    return [callees.persona_at(phone) for phone in phones]


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(
    "service", ["dentist", "doctor", "hair_salon", "car_repair", "restaurant", "vet", "general"]
)
def test_every_service_has_two_generous_desks_and_a_mix(service: str, seed: int) -> None:
    personas = Counter(cast(people(seed), service))

    assert personas["generous"] >= 2
    assert len(personas) >= 3


def test_over_two_seeds_every_difficult_persona_is_a_dentist() -> None:
    seen = {*cast(people(1), "dentist"), *cast(people(2), "dentist")}

    elsewhere = {"wrong_number", "call_back", "website_only", "screening"}
    assert set(PERSONAS) - seen == elsewhere | {"voice_menu", "out_of_service"}
    assert "loses_slot" in cast(people(1), "dentist") and "loses_slot" in cast(people(2), "dentist")


def test_an_unlisted_number_is_answered_the_same_way_each_time() -> None:
    first, second = people(7), people(7)

    assert first.persona_at("+12125550123") == second.persona_at("+12125550123")
    assert first.persona_at("+12125550123") in ("generous", "busy", "vague")


# each of them


@pytest.mark.parametrize("persona", sorted(PERSONAS))
def test_a_persona_says_the_same_with_the_same_seed(persona: str) -> None:
    def said() -> list[object]:
        someone = callee(persona, seed=5)
        return [someone.answers(), someone.greeting(), someone.hear(WISH), someone.idle(9_000)]

    assert said() == said()


@pytest.mark.parametrize("persona", sorted(PERSONAS))
def test_nobody_stays_on_a_dead_line_for_ever(persona: str) -> None:
    someone = callee(persona)
    someone.greeting()
    acts: list[Act] = []
    for second in range(1, 200):
        acts += someone.idle(second * 1_000)

    assert HangUp() in acts
    assert someone.hear(WISH) == []


def test_a_greeting_names_the_business() -> None:
    listing = LISTINGS[0]
    greeting = people(1, lambda: NOW).pick_up(listing.phone).greeting()

    assert greeting is not None and listing.name in greeting


def test_an_offer_fits_the_wish_and_comes_from_the_book() -> None:
    someone = callee("generous")
    someone.hear(WISH)
    start = on_table(someone)
    assert start is not None
    start = start.astimezone(ZONE)

    assert date(2026, 11, 30) <= start.date() <= date(2026, 12, 4)
    assert start.hour < 12 and start.weekday() != 3
    assert someone.desk.book.is_free(start, 30)


def test_the_announcement_alone_gets_no_answer() -> None:
    announcement = (
        "Hello, I am an automated assistant calling on behalf of Alex Morgan to ask for a dental "
        "check-up. You can say stop at any time."
    )

    assert callee("generous").hear(announcement) == []
    assert "have" in words(callee("generous").hear(f"{announcement} {WISH}")).lower() or words(
        callee("generous").hear(f"{announcement} {WISH}")
    )


def test_lost_words_are_asked_for() -> None:
    someone = callee("generous")

    assert "?" in words(someone.hear("I would … to … next …")) or "missed" in words(
        someone.hear("… … …")
    )


def test_who_makes_no_sense_is_left() -> None:
    someone = callee("generous")
    acts = [act for _ in range(5) for act in someone.hear("Lorem ipsum dolor.")]

    assert HangUp() in acts


def test_a_price_is_named_when_asked() -> None:
    someone = callee("generous")
    someone.hear(WISH)

    assert "dollars" in words(someone.hear("What would it cost?"))


def test_a_slot_that_was_agreed_is_not_offered_to_somebody_else() -> None:
    callees = people(1, lambda: NOW)
    callees.place(PHONE, "generous")
    first = callees.pick_up(PHONE)
    first.hear(WISH)
    start = on_table(first)
    first.hear("So that is right, for Alex Morgan. Is that right?")
    offered = set()
    for _ in range(30):
        other = callees.pick_up(PHONE)
        other.hear(WISH.replace("Alex Morgan", "Kim Lee"))
        for _ in range(4):
            offered.add(on_table(other))
            other.hear("That does not fit, I'm afraid.")

    assert start not in offered


def test_the_voicemail_beeps_after_its_greeting() -> None:
    someone = callee("voicemail")

    assert someone.answers().kind == "voicemail"
    assert Beep() in someone.idle(500)


def test_the_voicemail_records_what_is_said_after_the_beep() -> None:
    callees = people(1, lambda: NOW)
    callees.place(PHONE, "voicemail")
    someone = callees.pick_up(PHONE)
    someone.hear("Hello, I am an")
    someone.idle(500)

    someone.hear("automated assistant.")

    assert callees.desk(PHONE).recorded == ["automated assistant."]


def test_the_menu_repeats_itself_and_the_right_key_leads_to_a_human() -> None:
    someone = callee("phone_menu")

    assert "press 2" in (someone.greeting() or "")
    assert "press 2" in words(someone.idle(8_000))
    assert "not a valid choice" in words(someone.pressed("7"))
    acts = someone.pressed("2")
    assert isinstance(acts[0], Music) and "how can I help you" in words(acts)


def test_music_is_followed_by_a_human() -> None:
    someone = callee("hold_music")
    someone.greeting()
    acts = someone.idle(1_000)

    assert isinstance(acts[0], Music) and "Thank you for holding" in words(acts)


# the book


def book(**changes: float) -> Book:
    return Book("7", USUAL_HOURS, ZONE, openness=changes.get("openness", 0.5))


def test_a_book_reads_the_same_however_it_is_opened() -> None:
    first, last = date(2026, 12, 1), date(2026, 12, 4)
    whole = list(book().openings(first, last, 30))
    days = [first + timedelta(n) for n in range(4)]
    singly = [start for day in days for start in book().openings(day, day, 30)]

    assert whole == singly
    assert all(9 <= start.hour < 17 for start in whole)


def test_a_slot_is_given_to_one_caller_only() -> None:
    pages = book(openness=1.0)
    start = next(pages.openings(date(2026, 12, 1), date(2026, 12, 1), 30))

    assert pages.pencil(start, 30, "alex") and pages.pencil(start, 30, "alex")
    assert not pages.pencil(start, 30, "kim") and not pages.book(start, 30, "kim")
    assert not pages.release(start, "kim")
    assert pages.book(start, 30, "alex")
    assert (entry := pages.entry(start)) is not None and entry.booked
    assert pages.release(start, "alex") and pages.is_free(start, 30, "kim")


def test_a_long_visit_needs_all_of_its_time() -> None:
    pages = book(openness=1.0)
    start = datetime(2026, 12, 1, 10, 0, tzinfo=ZONE)
    pages.book(start + timedelta(minutes=30), 30, "kim")

    assert pages.is_free(start, 30)
    assert not pages.is_free(start, 60)
    assert not pages.is_free(datetime(2026, 12, 1, 16, 30, tzinfo=ZONE), 60)


def test_a_menu_that_listens_takes_one_word_and_no_sentence() -> None:
    someone = callee("voice_menu")

    assert "say appointments" in (someone.greeting() or "")
    assert someone.hear("I would like an appointment.") == []
    assert "hold" in words(someone.hear("Appointments."))


def test_the_network_says_four_times_that_there_is_nobody_and_hangs_up() -> None:
    someone = callee("out_of_service")

    for _ in range(3):
        assert "not in service" in words(someone.idle(7_000))
    someone.idle(7_000)
    assert someone.gone


def test_what_the_desks_have_written_down_can_be_compared() -> None:
    town = people(1, lambda: NOW)
    book = town.desk(PHONE).book
    first, second, *_ = book.openings(date(2026, 12, 1), date(2026, 12, 9), 30)
    book.book(first, 30, "Alex Morgan")
    book.pencil(second, 30, "Robin Vale")

    entries = town.books()

    assert [(each["phone"], each["caller"], each["booked"]) for each in entries] == [
        (PHONE, "Alex Morgan", True),
        (PHONE, "Robin Vale", False),
    ]
    assert datetime.fromisoformat(entries[0]["start"]) == first
