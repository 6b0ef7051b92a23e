"""The organisation of the checker: who may see whom, as far as it stays the same."""

from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import psycopg

from tests.http.running import CHEAP_HASH

SCENE = (Path(__file__).parent / "scene.sql").read_text(encoding="utf-8")
# The week that everything happens in, and that clients look at.
START = datetime(2030, 6, 3, tzinfo=UTC)
END = datetime(2030, 6, 10, tzinfo=UTC)
# What clients show of the organisation, by the segment of its path.
COLLECTIONS = {
    "units": "unit",
    "activities": "activity",
    "staff": "staff",
    "memberships": "membership",
    "contracts": "contract",
    "duties": "duty",
}
STEADY_PEOPLE = range(1, 17)
UNIT_OF = {person: (3, 4, 5, 6)[person % 4] for person in STEADY_PEOPLE}
BELOW = {1: {1, 2, 3, 4, 5, 6}, 2: {2, 4, 5}, 3: {3, 6}, 4: {4}, 5: {5}, 6: {6}}
BULK_REQUEST = 1
ROVING = "roving"


class Account(NamedTuple):
    """Somebody who signs in: the role on a unit (none: everywhere), and the own person."""

    role: str
    unit: int | None = None
    person: int | None = None

    @property
    def everywhere(self) -> bool:
        """Whether this account sees everybody."""
        return self.unit is None

    @property
    def manages_all(self) -> bool:
        """Whether it reads what is asked for anybody."""
        return self.everywhere and self.role in ("manager", "admin")

    def sees(self, person: int) -> bool:
        """Whether it sees the schedule of somebody who stays in one unit."""
        return self.unit is None or person == self.person or UNIT_OF[person] in BELOW[self.unit]

    def manages(self, person: int) -> bool:
        """Whether it reads what is asked for this person."""
        return person == self.person or (
            self.role in ("manager", "admin") and (self.unit is None or self.sees(person))
        )


ACCOUNTS = {
    "admin": Account("admin"),
    "viewer": Account("viewer"),
    "manager": Account("manager", 2),
    "south": Account("viewer", 3),
    "desk": Account("viewer", 4),
    "own": Account("staff", 5, 2),
    # Whose grants are given and taken: only order is expected, and the state at the end.
    ROVING: Account("viewer", 6),
}


def email_of(account: str) -> str:
    """By what the account signs in."""
    return f"{account}@acme.test"


def load(url: str) -> None:
    """Put the organisation and its accounts into an empty database."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET ROLE strata_owner")
        connection.execute(SCENE.encode())
        for name, account in ACCOUNTS.items():
            row = connection.execute(
                "INSERT INTO auth.account (email, name, staff_id) VALUES (%s, %s, %s) "
                "RETURNING account_id",
                [email_of(name), name, account.person],
            ).fetchone()
            assert row
            connection.execute(
                "INSERT INTO auth.role_grant (account_id, role, unit_id) VALUES (%s, %s, %s)",
                [row[0], account.role, account.unit],
            )
            connection.execute(
                "INSERT INTO auth.credential (account_id, password_hash) VALUES (%s, %s)",
                [row[0], CHEAP_HASH],
            )
