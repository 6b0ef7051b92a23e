"""Everything that a login can name in a database, tried one by one."""

import itertools
import math
import random
import re
from collections.abc import Iterator

import psycopg

from app import ROOT
from tests.support.servers import Database

# What tests/rights/hidden_organisation.sql hides.
HIDDEN = re.compile(r"zyx\w*|70000\d\d")
OURS = "n.nspowner = 'strata_owner'::regrole AND n.nspname <> 'extensions'"
RELATIONS = f"""
SELECT format('%I.%I', n.nspname, c.relname), array_agg(quote_ident(a.attname) ORDER BY a.attnum)
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_attribute AS a ON a.attrelid = c.oid AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'v', 'm', 'p', 'f', 'S') AND {OURS}
GROUP BY n.nspname, c.relname ORDER BY 1
"""
FUNCTIONS = f"""
SELECT
    format('%I.%I', n.nspname, p.proname),
    ARRAY(
        SELECT format_type(t, NULL)
        FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY AS u (t, k) ORDER BY k
    ),
    p.prokind::text
FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
WHERE {OURS} AND p.prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype)
ORDER BY 1
"""
IDS: list[str | None] = ["7000001", "1", "2"]
WORDS: list[str | None] = [
    "viewer",
    "admin",
    "zyx",
    "staff",
    "staff_known",
    "all",
    "Europe/Berlin",
    "2026-06-01",
    "",
    "1",
]
# What is given for an argument of a type, as text.
VALUES: dict[str, list[str | None]] = {
    "bigint": IDS,
    "integer": ["1", "7000001"],
    "smallint": ["1"],
    "bigint[]": ["{7000001,7000002,7000003}", "{1,2,7000001}", "{}"],
    "text": WORDS,
    "citext": WORDS,
    "text[]": ["{zyx,viewer}", "{id,name}"],
    "date": ["2026-06-01", "2026-03-15"],
    "daterange": ["[2026-01-01,2027-01-01)"],
    "timestamp with time zone": ["2026-06-01 00:00+00", "2026-06-02 00:00+00", "infinity"],
    "timestamp without time zone": ["2026-06-01 00:00"],
    "tstzrange": ["[2026-06-01,2026-06-02)"],
    "boolean": ["t", "f"],
    "jsonb": ["{}", '{"id": 7000001, "staff_id": 7000001, "unit_id": 7000001}'],
    "json": ["{}"],
    "bytea": ["zyx"],
    "uuid": ["00000000-0000-0000-0000-000000000001"],
    "interval": ["1 day"],
}
MOST_CALLS = 20


def hide(database: Database) -> None:
    """Load the organisation, and change some of what is hidden, by a hidden account."""
    with database.connect() as connection:
        connection.execute((ROOT / "tests" / "rights" / "hidden_organisation.sql").read_bytes())
        connection.execute("UPDATE org.staff SET name = 'Zyx renamed' WHERE name = 'Zyx 5'")
        connection.execute("DELETE FROM schedule.duty")
        connection.execute("SET session_replication_role = replica")  # nobody else may do this
        connection.execute("UPDATE audit.transaction SET account_id = 7000001")
        connection.execute("ANALYZE")


def readable(connection: psycopg.Connection) -> Iterator[tuple[str, list[str]]]:
    """Every column of our relations that can be read, with what it says."""
    for relation, columns in connection.execute(RELATIONS).fetchall():
        for column in columns:
            statement = f"SELECT {column}::text FROM {relation} {of_a_day(relation, columns)}"
            try:
                rows = connection.execute(statement.encode())
            except psycopg.errors.InsufficientPrivilege:
                continue
            yield f"{relation}.{column}", [str(value) for (value,) in rows.fetchall()]


def of_a_day(relation: str, columns: list[str]) -> str:
    """A condition for the views that would compute a hundred years."""
    for name in ("day", "month_start"):
        if relation.startswith("reporting.") and name in columns:
            return f"WHERE {name} = '2026-06-01'"
    return ""


def calls(connection: psycopg.Connection) -> Iterator[tuple[str, str]]:
    """Every function of ours with arguments of several kinds: the call, and what came back."""
    for name, types, kind in connection.execute(FUNCTIONS).fetchall():
        values = [VALUES.get(kind_of, [None]) for kind_of in types]
        for combination in some(values):
            arguments = ", ".join(
                f"NULL::{kind_of}" if value is None else f"'{value}'::{kind_of}"
                for value, kind_of in zip(combination, types, strict=True)
            )
            verb = "CALL {}" if kind == "p" else "SELECT f::text FROM {} AS f"
            call = verb.format(f"{name}({arguments})")
            try:
                cursor = connection.execute(call.encode())
                answer = str(cursor.fetchall()) if cursor.description else ""
            except psycopg.errors.InsufficientPrivilege as error:
                if "permission denied" in str(error):
                    break  # whatever the arguments are
                answer = told(error)
            except psycopg.Error as error:
                answer = told(error)
            yield call, answer


def some(values: list[list[str | None]]) -> list[tuple[str | None, ...]]:
    """All combinations when they are few, otherwise some, the same in every run."""
    if math.prod(map(len, values)) <= MOST_CALLS:
        return list(itertools.product(*values))
    chance = random.Random(1)
    return [tuple(map(chance.choice, values)) for _ in range(MOST_CALLS)]


def told(error: psycopg.Error) -> str:
    """All that an error says, but for the place in our own statement."""
    diagnosis = error.diag
    parts = (diagnosis.message_primary, diagnosis.message_detail, diagnosis.message_hint)
    return f"{error.sqlstate}: " + " / ".join(part for part in parts if part)


def hidden(answer: str, asked: str = "") -> set[str]:
    """What an answer tells of the hidden, but for what was asked with."""
    return set(HIDDEN.findall(answer.lower())) - set(HIDDEN.findall(asked.lower()))
