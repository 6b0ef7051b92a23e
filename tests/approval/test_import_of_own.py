"""An import counts without a decision: nobody imports what is about themselves."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.approval.store import Store, acting, call
from tests.approval.test_separation import FAY

GRANT = "INSERT INTO auth.role_grant (account_id, role) VALUES (%s, 'admin')"
REVOKE = "DELETE FROM auth.role_grant WHERE account_id = %s AND role = 'admin' AND unit_id IS NULL"


@pytest.fixture(name="admin")
def _admin(acme: Store) -> Iterator[Store]:
    """Fay administers everything, and is scheduled like everybody (person 6)."""
    acme.admin.execute(GRANT, [FAY])
    yield acme
    acme.admin.execute(REVOKE, [FAY])


def imported(store: Store, kind: str, *rows: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """What becomes of each row of a file that Fay imports."""
    staged = [{"ordinal": n, "line": n, "data": row} for n, row in enumerate(rows, 1)]
    with acting(store.application, FAY) as connection:
        batch = call(connection, "import_open", kind, "", "rows", repr(rows), Jsonb({}), Jsonb({}))
        connection.execute("SELECT api.import_add(%s, %s)", [batch, Jsonb(staged)])
        answer = call(connection, "import_run", batch, "commit", "skip", Jsonb({}))
    return [
        (item["outcome"], [fault["reason"] for fault in item["faults"]]) for item in answer["items"]
    ]


def row(number: int, day: int) -> dict[str, str]:
    """Leave of somebody on a day of March."""
    return {
        "request": f"{number}-{day}",
        "employee_number": str(number),
        "activity": "leave",
        "start": f"2031-03-{day:02}T08:00:00Z",
        "end": f"2031-03-{day:02}T12:00:00Z",
    }


def test_rows_about_others_and_about_oneself(admin: Store) -> None:
    own = "is the account's own person: somebody else imports it"
    found = imported(admin, "adjustments", row(6, 3), row(1, 3), row(6, 4))
    assert found == [("refused", [own]), ("created", []), ("refused", [own])]
    people = {row[0] for each in admin.state().values() for row in each["adjustments"]}
    assert people == {1}


def test_with_somebody_else_in_one_request(admin: Store) -> None:
    """A request that names both is refused as a whole, or holds the other one alone."""
    both = [{**row(6, 5), "request": "x"}, {**row(1, 5), "request": "x"}]
    imported(admin, "adjustments", *both)
    people = [row[0] for each in admin.state().values() for row in each["adjustments"]]
    assert 6 not in people


def test_nobody_becomes_somebody_else_for_it(admin: Store) -> None:
    """That the account has a person is not for the request to say."""
    with (
        pytest.raises(psycopg.errors.InsufficientPrivilege),
        acting(admin.application, FAY) as connection,
    ):
        connection.execute("UPDATE auth.account SET staff_id = NULL")
