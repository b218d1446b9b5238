"""What CallPilot makes of a sentence, as JSON, so that anybody can judge it; pure."""

import json
from collections.abc import Callable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from callpilot.json_types import JsonObject
from campaigns.providers import phone_numbers
from scheduling.language.from_now import Counted, completed, counted
from scheduling.language.languages import ENGLISH, language_of
from scheduling.language.mentions import Mention, mentions, resolve
from voice.evidence import judge
from voice.evidence.answer_detection import classify
from voice.evidence.further_calls import QUESTION, further_calls
from voice.evidence.intents import attitude, wrong_number
from voice.evidence.judge import Hours, Said


def answer(line: str) -> str:
    """One line {"id", "verdict"} to one line {"id", "kind", "input"}.

    A line that cannot be judged gets the verdict {"error": why}, and so does a fault of ours:
    one bad line never costs the answers to the others.
    """
    case_id: object = None
    try:
        case = json.loads(line)
        case_id = case["id"]
        verdict = verdict_on(case["kind"], case["input"])
    except Exception as error:
        verdict = {"error": f"{type(error).__name__}: {error}"}
    return json.dumps({"id": case_id, "verdict": verdict}, ensure_ascii=False)


def verdict_on(kind: str, case: JsonObject) -> JsonObject:
    """The verdict on one case; LookupError for a kind that there is not, or a field that lacks."""
    return _VERDICTS[kind](case)


def _time(case: JsonObject) -> JsonObject:
    """What is said alone at `now`, as in a request to ring again: `from_now` completes it."""
    zone, text = ZoneInfo(case["zone"]), case["text"]
    now = datetime.fromisoformat(case["now"]).replace(tzinfo=zone)
    language = case.get("language", ENGLISH)
    try:
        found = mentions(text, now.date(), zone, language=language)
        ahead = counted(text, now, zone, language=language)
    except LookupError:  # a language that no call is held in
        return {"times": [], "reason": f"No call is held in the language {language}."}
    told = [(each.start, _as_data(each, completed(each, now))) for each in found]
    told += [(each.start, _counted_as_data(each)) for each in ahead]
    return {"times": [data for _, data in sorted(told, key=lambda each: each[0])]}


def _counted_as_data(counted: Counted) -> JsonObject:
    moment = counted.moment
    return {
        "text": counted.text,
        "date": moment.date().isoformat(),
        "time": moment.time().isoformat(timespec="seconds"),
        "exact": not counted.rough,
        "from_now": True,
        "bound": "around" if counted.rough else None,
        "ask": language_of().speech.WHICH_TIME if counted.rough else None,
    }


def _as_data(said: Mention, mention: Mention) -> JsonObject:
    """day and time only where there is but one that may be meant, even if it is asked for a yes."""
    moment = resolve(mention)
    exact = isinstance(moment, datetime)
    doubtful = mention.precision in ("unclear", "contradiction", "impossible")
    day = mention.days[0] if len(mention.days) == 1 and not doubtful else None
    about = mention.times[0] if mention.bound == "around" and len(mention.times) == 1 else None
    at = None if doubtful else mention.time or about
    return {
        "text": mention.text,
        "date": day.isoformat() if day else None,
        "time": at.isoformat() if at else None,
        "exact": exact,
        "from_now": mention is not said,
        "bound": mention.bound,
        "ask": None if isinstance(moment, datetime) else moment.ask,
    }


def _booking(case: JsonObject) -> JsonObject:
    call = _Call(case)
    verdict = judge.judge_booking(
        call.turns, call.slot(), call.zone, today=call.today, hours=call.hours
    )
    return {"booking": verdict.kind, "turns": list(verdict.turns), "ask": verdict.ask}


def _offers(case: JsonObject) -> JsonObject:
    call = _Call(case)
    found = judge.offers(call.turns, call.zone, today=call.today, hours=call.hours)
    told = [_offer(each.start, each.verdict) for each in found]
    if "slot" in case and call.slot() not in [each.start for each in found]:
        start = call.slot()
        verdict = judge.judge_offer(
            call.turns, start, call.zone, today=call.today, hours=call.hours
        )
        told.append(_offer(start, verdict))
    return {"offers": told}


def _offer(start: datetime, verdict: judge.Verdict) -> JsonObject:
    return {
        "start": start.replace(tzinfo=None).isoformat(),
        "verdict": verdict.kind,
        "turns": list(verdict.turns),
        "ask": verdict.ask,
    }


def _said(turns: list[JsonObject]) -> list[Said]:
    return [
        Said(number, turn["speaker"], turn["text"], bool(turn.get("interrupted")))
        for number, turn in enumerate(turns, 1)
    ]


class _Call:
    """The turns of a case, where and when they were said."""

    def __init__(self, case: JsonObject) -> None:
        self.case = case
        self.zone = ZoneInfo(case["zone"])
        self.today = date.fromisoformat(case["today"])
        self.turns = _said(case["turns"])

    @property
    def hours(self) -> Hours:
        said = self.case.get("opening_hours")
        if not said:
            return None
        opens, closes = (time.fromisoformat(each) for each in said)
        return opens, closes

    def slot(self) -> datetime:
        """On the wall of the callee's house."""
        return datetime.fromisoformat(self.case["slot"]).replace(tzinfo=self.zone)


def _opt_out(case: JsonObject) -> JsonObject:
    """Of one turn of the callee, or of all turns: what an answer to our question means too."""
    given = case.get("turns") or [{"speaker": "callee", "text": case["text"]}]
    standing = further_calls(_said(given))
    return {
        "opt_out": standing.forbidden,
        "turns": list(standing.turns),
        "ask": QUESTION if standing.kind in ("doubtful", "asked") else None,
    }


def _number(case: JsonObject) -> JsonObject:
    """By the rules that no setting lifts; countries and fictional numbers are settings."""
    try:
        e164 = phone_numbers.normalise(case["number"], case.get("region", "US"))
    except phone_numbers.BadNumber as error:
        return {"allowed": False, "reason": str(error)}
    reason = phone_numbers.forbidden(e164)
    return {"allowed": reason is None, "reason": reason}


_VERDICTS: dict[str, Callable[[JsonObject], JsonObject]] = {
    "time": _time,
    "booking": _booking,
    "offer": _offers,
    "offers": _offers,
    "opt_out": _opt_out,
    "wrong_number": lambda case: {"wrong_number": wrong_number(case["text"])},
    "attitude": lambda case: {"attitude": attitude(case["text"])},
    "pickup": lambda case: {"pickup": classify([case["text"]])},
    "number": _number,
}
KINDS = tuple(_VERDICTS)
