"""Nothing is lost and nothing out of order while nodes, the sequencer and the database break.

The whole of it, for a minute and with more of everybody, is `scripts/history-check`; that the
checker finds what is wrong, its `--mutation` shows.
"""

from tests.history.check import Options, check


def test_nothing_is_lost_whatever_breaks() -> None:
    report = check(Options(seconds=20, writers=10, clients=24), print)
    print(sorted(report.outcomes.items()), sorted(report.counts.items()), sep="\n")
    assert report.faults == []
    # There was something to lose.
    assert report.counts["things changed"] > 200
    assert report.counts["told as they must"] > 1000
    assert report.counts["connections"] > 2 * 24
    assert report.counts["resyncs because of rights"] > 0
    for writer in ("manage", "adjust", "linger", "ask_and_decide", "move", "plan", "grant"):
        assert report.outcomes[f"{writer}: done"] > 0, writer
    assert report.outcomes["adjust: undone"] > 0
    assert report.outcomes["linger: undone"] > 0
