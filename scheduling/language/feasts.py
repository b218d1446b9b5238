"""The dates of the holidays that people name instead of a date."""

from datetime import date, timedelta

from scheduling.language.pieces import Feast

DAY = timedelta(days=1)


def feast_in(feast: Feast, year: int) -> date:
    match feast:
        case "new year's day":
            return date(year, 1, 1)
        case "new year's eve":
            return date(year, 12, 31)
        case "christmas eve":
            return date(year, 12, 24)
        case "christmas":
            return date(year, 12, 25)
        case "halloween":
            return date(year, 10, 31)
        case "thanksgiving":
            return _nth(4, 3, 11, year)
        case "black friday":
            return _nth(4, 3, 11, year) + DAY
        case "good friday":
            return _easter(year) - 2 * DAY
        case "memorial day":  # the last Monday of May
            return date(year, 5, 31) - date(year, 5, 31).weekday() * DAY
        case "martin luther king day":
            return _nth(3, 0, 1, year)
        case "presidents' day":
            return _nth(3, 0, 2, year)
        case "mother's day":
            return _nth(2, 6, 5, year)
        case "father's day":
            return _nth(3, 6, 6, year)
        case "labor day":
            return _nth(1, 0, 9, year)
        case "columbus day":
            return _nth(2, 0, 10, year)
        case "valentine's day":
            return date(year, 2, 14)
        case "juneteenth":
            return date(year, 6, 19)
        case "independence day":
            return date(year, 7, 4)
        case "veterans day":
            return date(year, 11, 11)
        case "boxing day":
            return date(year, 12, 26)
        case "saint patrick's day":
            return date(year, 3, 17)
        case "workers' day":
            return date(year, 5, 1)
        case "easter monday":
            return _easter(year) + DAY
        case "easter":
            return _easter(year)


def coming_feast(feast: Feast, today: date) -> date:
    """The next one that has not passed."""
    this_year = feast_in(feast, today.year)
    return this_year if this_year >= today else feast_in(feast, today.year + 1)


def _nth(n: int, weekday: int, month: int, year: int) -> date:
    """The nth such weekday of a month; 0 is Monday."""
    first = date(year, month, 1)
    return first + ((weekday - first.weekday()) % 7 + 7 * (n - 1)) * DAY


def _easter(year: int) -> date:
    """Western Easter Sunday, by the rule of Meeus, Jones and Butcher."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * weekday) // 433
    month = (h + weekday - 7 * m + 90) // 25
    return date(year, month, (h + weekday - 7 * m + 33 * month + 19) % 32)
