"""A proposal that is not stored has no id, and is explained like any other."""

from pathlib import Path

from tests.support.servers import Database

ACME = (Path(__file__).parents[1] / "organisation" / "acme.sql").read_text(encoding="utf-8")
ASK = """
SELECT x.why
FROM (
    SELECT jsonb_populate_record(
        NULL::schedule.adjustment,
        jsonb_build_object(
            'staff_id', 1, 'activity_id', a.activity_id, 'class', a.class,
            'starts_at', '2026-05-01 00:00Z', 'ends_at', '2026-05-01 06:00Z'
        )
    ) AS adjustment
    FROM org.activity AS a WHERE a.code = 'off'
) AS p
CROSS JOIN schedule.explanations(
    ARRAY[1], '2026-05-01 00:00Z', '2026-05-01 03:00Z', 'infinity', ARRAY[p.adjustment]
) AS x
"""


def test_an_unsaved_proposal_wins_by_name(database: Database) -> None:
    with database.connect() as connection:
        connection.execute(ACME.encode())
        (why,) = connection.execute(ASK.encode()).fetchone() or (None,)
    assert why
    assert (why["rule"], why["winner"]["activity"]) == ("proposed_over_present", "off")
    assert {loser["activity"] for loser in why["losers"]} == {"leave", "office"}
