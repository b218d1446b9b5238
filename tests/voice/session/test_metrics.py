"""The numbers that a call is judged by."""

from voice.session.metrics import Metrics


def test_a_call_without_a_word_has_no_averages() -> None:
    numbers = Metrics().as_dict(turns=0)

    assert numbers["talk_ratio"] is None
    assert numbers["reply_ms_median"] is None
    assert numbers["stop_ms_worst"] is None


def test_the_share_of_the_agent_is_of_all_that_was_spoken() -> None:
    assert Metrics(agent_ms=3_000, callee_ms=1_000).as_dict(turns=2)["talk_ratio"] == 0.75


def test_a_later_socket_of_the_call_goes_on_counting() -> None:
    first = Metrics(
        first_word_ms=400,
        reply_ms=[800, 900],
        our_ms=[30, 40],
        stop_ms=[12.0, 80.0],
        interruptions=2,
        hold_ms=5_000,
        sessions=1,
        tools=[{"name": "check_availability", "ms": 20}],
    )

    second = Metrics.after(first.as_dict(turns=4))
    second.interruptions += 1
    second.stop_ms.append(20.0)

    numbers = second.as_dict(turns=6)
    assert numbers == first.as_dict(turns=6) | {"interruptions": 3}
    assert numbers["stop_ms_worst"] == 80.0
