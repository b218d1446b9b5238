"""How often a lost agent is opened again."""

from voice.session.reconnect import QUICK_FAILURES, QUICK_SECONDS, REOPENS, Reconnect


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_an_agent_that_accepts_and_leaves_at_once_is_soon_given_up() -> None:
    reconnect = Reconnect(Clock())

    pauses = []
    while (pause := reconnect.after_loss()) is not None:
        pauses.append(pause)
        reconnect.opening()

    assert len(pauses) == QUICK_FAILURES - 1


def test_an_agent_that_worked_for_a_while_is_opened_three_times() -> None:
    clock = Clock()
    reconnect = Reconnect(clock)

    pauses = 0
    reconnect.opening()
    clock.now += QUICK_SECONDS + 1
    while reconnect.after_loss() is not None:
        pauses += 1
        reconnect.opening()
        clock.now += QUICK_SECONDS + 1

    assert pauses == REOPENS
