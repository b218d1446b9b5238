"""When to ask, to wrap up and to give up."""

from voice.decisions.silence_timer import (
    AGENT_MS,
    ASK_AFTER_MS,
    END_AFTER_MS,
    MUSIC_MS,
    WRAP_UP_MS,
    Act,
    SilenceTimer,
)


def waiting(**changes: object) -> SilenceTimer:
    timer = SilenceTimer(limit_ms=600_000, hold_budget_ms=60_000)
    timer.agent_spoke()
    for name, value in changes.items():
        setattr(timer, name, value)
    return timer


def acts(timer: SilenceTimer, ms: int, *, loud: bool = False) -> list[Act]:
    found = [timer.tick(200, loud=loud) for _ in range(ms // 200)]
    return [act for act in found if act is not None]


def test_silence_is_asked_about_once_and_then_ends() -> None:
    timer = waiting()

    assert acts(timer, ASK_AFTER_MS + 400) == [Act.ASK]
    timer.agent_spoke(timer.now_ms + 1000)
    assert set(acts(timer, END_AFTER_MS + 1600)) == {Act.END_SILENT}


def test_silence_counts_from_the_end_of_what_still_plays() -> None:
    timer = waiting()
    timer.agent_spoke(10_000)

    assert acts(timer, 10_000 + ASK_AFTER_MS - 400) == []


def test_words_end_the_silence() -> None:
    timer = waiting()
    acts(timer, ASK_AFTER_MS - 400)

    timer.callee_spoke()
    timer.agent_spoke()

    assert acts(timer, ASK_AFTER_MS - 400) == []


def test_an_agent_that_owes_an_answer_is_nudged_and_then_given_up() -> None:
    timer = waiting()
    timer.callee_spoke()

    assert acts(timer, AGENT_MS + 200) == [Act.NUDGE]
    assert acts(timer, AGENT_MS + 200) == [Act.END_AGENT]


def test_nobody_is_late_while_a_tool_runs() -> None:
    timer = waiting(busy=1)
    timer.callee_spoke()

    assert acts(timer, 3 * AGENT_MS) == []


def test_music_is_waited_through_until_the_budget_is_used_up() -> None:
    timer = waiting()

    found = acts(timer, MUSIC_MS + 60_000 + 1000, loud=True)

    assert found[0] == Act.END_HOLD
    assert timer.on_hold


def test_being_asked_to_hold_is_waiting_and_words_end_it() -> None:
    timer = waiting()
    timer.callee_spoke(holding=True)

    assert acts(timer, 40_000) == []
    assert timer.hold_ms == 40_000
    timer.callee_spoke()
    assert not timer.on_hold


def test_wrapping_up_comes_once_and_the_limit_ends_the_call() -> None:
    timer = SilenceTimer(limit_ms=60_000, hold_budget_ms=300_000)
    timer.callee_spoke(holding=True)

    found = acts(timer, 60_000)

    assert found[0] == Act.WRAP_UP
    assert found.count(Act.WRAP_UP) == 1
    assert found[-1] == Act.END_LIMIT
    assert WRAP_UP_MS == 30_000


def test_an_agent_that_never_begins_is_given_up() -> None:
    timer = SilenceTimer(limit_ms=600_000, hold_budget_ms=60_000)

    assert acts(timer, 2 * AGENT_MS + 400) == [Act.NUDGE, Act.END_AGENT]
