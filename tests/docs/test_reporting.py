"""docs/reporting.md: its queries on an organisation whose answers were worked out by hand."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from app import ROOT
from tests.support.servers import Database

GUIDE = (ROOT / "docs" / "reporting.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"### \d+\. (.+?)\n\n```sql\n(.*?)```", GUIDE, re.DOTALL)
ORGANISATION = Path(__file__).parents[1] / "reporting" / "known_organisation.sql"
ADMIN = "strata_admin"
# The working days of March 2030 are 21, of which Berlin has one off; Dora's 31 nights lose an hour.
ANSWERS: list[list[tuple[Any, ...]]] = [
    [
        ("E1", 160, 146, 16, 2, 0),
        ("E2", 160, 160, 0, 0, 0),
        ("E3", 168, 168, 0, 0, 0),
        ("E4", 247, 247, 0, 0, 0),
        ("E5", 0, 0, 0, 0, 0),
    ],
    # Bert's five days in Support count there: 16 of 280 hours are 5.7 percent.
    [
        ("Acme / Night watch", Decimal("0.0")),
        ("Acme / Sales", Decimal("5.7")),
        ("Acme / Support", Decimal("0.0")),
    ],
    # Chie goes home at 9 in Berlin, when Anna and Bert come.
    [
        (datetime(2030, 3, 11, 8, 30), 1),
        (datetime(2030, 3, 11, 8, 45), 1),
        (datetime(2030, 3, 11, 9, 0), 2),
        (datetime(2030, 3, 11, 9, 15), 2),
    ],
    # On the 11th Bert is there.
    [
        ("Acme / Support", datetime(2030, 3, 4, 9, 0), 60, 1),
        ("Acme / Support", datetime(2030, 3, 18, 9, 0), 60, 1),
    ],
    [("E4", 247 * 60)],
    [(date(2030, 3, 30), 480), (date(2030, 3, 31), 420), (date(2030, 4, 1), 480)],
    [("Women's Day", "E4", 480)],
    [("E2", "Acme / Sales", "Acme / Support", date(2030, 3, 11), date(2030, 3, 16))],
    [("E5", "Emil")],
    [
        ("org.holiday", "insert", ADMIN, 1),
        ("org.holiday", "update", ADMIN, 1),
        ("schedule.adjustment", "delete", ADMIN, 1),
        ("schedule.adjustment", "insert", ADMIN, 3),
    ],
]


@pytest.fixture(scope="module")
def analyst(shared_database: Database) -> Iterator[psycopg.Connection]:
    """A reporting login, made as the document says, in the small organisation."""
    url = make_conninfo(shared_database.url, user="strata_test_guide", password="guide")
    with shared_database.connect() as admin:
        admin.execute(ORGANISATION.read_bytes())
        admin.execute(
            "INSERT INTO schedule.adjustment"
            " (request_id, staff_id, activity_id, class, starts_at, ends_at, state)"
            " SELECT request_id, staff_id, activity_id, class, '2030-03-20 10:00+01',"
            " '2030-03-20 11:00+01', 'approved' FROM schedule.adjustment LIMIT 1"
        )
        admin.execute("DELETE FROM schedule.adjustment WHERE starts_at = '2030-03-20 10:00+01'")
        admin.execute("UPDATE org.holiday SET source = 'the senate'")
        admin.execute("VACUUM ANALYZE")
        admin.execute("CREATE ROLE strata_test_guide LOGIN PASSWORD 'guide' IN ROLE strata_bi")
        # The last question is one for administrators.
        admin.execute(
            "INSERT INTO auth.reporting_login (login, account_id) VALUES"
            " ('strata_test_guide', auth.store_account('g@acme.test', 'Guide', 'admin', NULL))"
        )
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                yield connection
        finally:
            admin.execute("DROP ROLE strata_test_guide")


def test_every_question_has_a_query_and_an_answer() -> None:
    assert len(QUERIES) == len(ANSWERS) == 10


@pytest.mark.parametrize(
    ("question", "query", "answer"),
    [(title, text, answer) for (title, text), answer in zip(QUERIES, ANSWERS, strict=True)],
    ids=[title for title, _ in QUERIES],
)
def test_a_query_answers_its_question(
    analyst: psycopg.Connection, question: str, query: str, answer: list[tuple[Any, ...]]
) -> None:
    assert analyst.execute(query.encode()).fetchall() == answer, question


def test_every_view_is_in_the_guide(analyst: psycopg.Connection) -> None:
    views = analyst.execute("SELECT viewname FROM pg_views WHERE schemaname = 'reporting'")
    assert [name for (name,) in views if f"`{name}`" not in GUIDE] == []
