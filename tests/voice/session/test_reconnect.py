"""How often a lost agent is opened again."""

from voice.session.reconnect import QUICK_FAILURES, QUICK_SECONDS, REOPENS, Reopening


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def test_an_agent_that_accepts_and_leaves_at_once_is_soon_given_up():
    reopening = Reopening(Clock())

    pauses = []
    while (pause := reopening.after_loss()) is not None:
        pauses.append(pause)
        reopening.opening()

    assert len(pauses) == QUICK_FAILURES - 1


def test_an_agent_that_worked_for_a_while_is_opened_three_times():
    clock = Clock()
    reopening = Reopening(clock)

    pauses = 0
    reopening.opening()
    clock.now += QUICK_SECONDS + 1
    while reopening.after_loss() is not None:
        pauses += 1
        reopening.opening()
        clock.now += QUICK_SECONDS + 1

    assert pauses == REOPENS
