"""When to ask, to wrap up and to give up."""

from voice.session.silence_timer import (
    AGENT_MS,
    ASK_AFTER_MS,
    END_AFTER_MS,
    MUSIC_MS,
    WRAP_UP_MS,
    Act,
    Patience,
)


def waiting(**changes):
    patience = Patience(limit_ms=600_000, hold_budget_ms=60_000)
    patience.agent_spoke()
    for name, value in changes.items():
        setattr(patience, name, value)
    return patience


def acts(patience, ms, *, loud=False):
    found = [patience.tick(200, loud=loud) for _ in range(ms // 200)]
    return [act for act in found if act is not None]


def test_silence_is_asked_about_once_and_then_ends():
    patience = waiting()

    assert acts(patience, ASK_AFTER_MS + 400) == [Act.ASK]
    patience.agent_spoke(patience.now_ms + 1000)
    assert set(acts(patience, END_AFTER_MS + 1600)) == {Act.END_SILENT}


def test_silence_counts_from_the_end_of_what_still_plays():
    patience = waiting()
    patience.agent_spoke(10_000)

    assert acts(patience, 10_000 + ASK_AFTER_MS - 400) == []


def test_words_end_the_silence():
    patience = waiting()
    acts(patience, ASK_AFTER_MS - 400)

    patience.callee_spoke()
    patience.agent_spoke()

    assert acts(patience, ASK_AFTER_MS - 400) == []


def test_an_agent_that_owes_an_answer_is_nudged_and_then_given_up():
    patience = waiting()
    patience.callee_spoke()

    assert acts(patience, AGENT_MS + 200) == [Act.NUDGE]
    assert acts(patience, AGENT_MS + 200) == [Act.END_AGENT]


def test_nobody_is_late_while_a_tool_runs():
    patience = waiting(busy=1)
    patience.callee_spoke()

    assert acts(patience, 3 * AGENT_MS) == []


def test_music_is_waited_through_until_the_budget_is_used_up():
    patience = waiting()

    found = acts(patience, MUSIC_MS + 60_000 + 1000, loud=True)

    assert found[0] == Act.END_HOLD
    assert patience.on_hold


def test_being_asked_to_hold_is_waiting_and_words_end_it():
    patience = waiting()
    patience.callee_spoke(holding=True)

    assert acts(patience, 40_000) == []
    assert patience.hold_ms == 40_000
    patience.callee_spoke()
    assert not patience.on_hold


def test_wrapping_up_comes_once_and_the_limit_ends_the_call():
    patience = Patience(limit_ms=60_000, hold_budget_ms=300_000)
    patience.callee_spoke(holding=True)

    found = acts(patience, 60_000)

    assert found[0] == Act.WRAP_UP
    assert found.count(Act.WRAP_UP) == 1
    assert found[-1] == Act.END_LIMIT
    assert WRAP_UP_MS == 30_000


def test_an_agent_that_never_begins_is_given_up():
    patience = Patience(limit_ms=600_000, hold_budget_ms=60_000)

    assert acts(patience, 2 * AGENT_MS + 400) == [Act.NUDGE, Act.END_AGENT]
