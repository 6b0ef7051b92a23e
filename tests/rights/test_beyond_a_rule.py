"""What the rule of a resource does not say: what else a write reaches, what a refusal tells."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.rights.personas import PERSONAS, account_ids, acting, fill
from tests.support.servers import Database


@pytest.fixture(scope="module", name="acme")
def _acme(shared_database: Database) -> Iterator[psycopg.Connection]:
    """A connection of the server's login."""
    fill(shared_database)
    with shared_database.connect() as admin, admin.transaction():
        # Cyd was in Operations before, Fay in Sales.
        admin.execute("UPDATE org.membership SET valid = '[2024-01-01,)' WHERE staff_id IN (3, 6)")
        admin.execute(
            "INSERT INTO org.membership (staff_id, unit_id, valid)"
            " VALUES (3, 3, '[2020-01-01,2024-01-01)'), (6, 2, '[2020-01-01,2024-01-01)')"
        )
    with psycopg.connect(shared_database.app_url, autocommit=True) as connection:
        yield connection


@pytest.fixture(name="accounts")
def _accounts(shared_database: Database) -> dict[str, int | None]:
    with shared_database.connect() as admin:
        ids = account_ids(admin)
    return {name: ids[email] if email else None for name, email in PERSONAS.items()}


def test_who_leaves_keeps_a_past_in_units_of_others(
    acme: psycopg.Connection, accounts: dict[str, int | None]
) -> None:
    """A manager ends what holds and what is planned, not what was elsewhere."""
    leave = "SELECT api.staff_end(%s, NULL, %s)"
    with (
        acting(acme, accounts["manager"]),
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        acme.execute(leave, [3, "2021-01-01"])
    for account, person, day in [
        ("manager", 3, "2025-01-01"),
        ("manager", 3, None),
        ("manager", 6, "2021-01-01"),
        ("admin", 3, "2021-01-01"),
    ]:
        with acting(acme, accounts[account]):
            acme.execute(leave, [person, day])


@pytest.mark.parametrize("person", [4, 5000])
def test_who_may_ask_for_nothing_learns_of_no_private_activity(
    acme: psycopg.Connection, accounts: dict[str, int | None], person: int
) -> None:
    said = []
    for activity in ("zz_secret", "zz_nobody"):
        times = {"start": "2031-01-01T08:00:00Z", "end": "2031-01-01T09:00:00Z"}
        body = {"staff_id": person, "adjustments": [{"activity": activity, **times}]}
        with acting(acme, accounts["viewer"]), pytest.raises(psycopg.Error) as refused:
            acme.execute("SELECT api.create_request(%s)", [Jsonb(body)])
        said.append((refused.value.sqlstate, str(refused.value).replace(activity, "it")))
    assert said[0] == said[1]


def test_the_data_of_a_person_say_nothing_of_who_had_a_row_before(
    acme: psycopg.Connection, accounts: dict[str, int | None], shared_database: Database
) -> None:
    """A duty with its note, and an account, go from Cyd to Ada."""
    held = "SELECT api.staff_personal_data(1)::text"
    with shared_database.connect() as admin:
        admin.execute("UPDATE schedule.duty SET staff_id = 1, note = 'Mine' WHERE staff_id = 3")
        admin.execute("UPDATE auth.account SET staff_id = NULL WHERE staff_id = 1")
        admin.execute(
            "INSERT INTO auth.account (email, name, staff_id) VALUES ('c@zz.test', 'zz_name', 3)"
        )
        admin.execute(
            "UPDATE auth.account SET staff_id = 1, name = 'Ada', email = 'a@acme.test'"
            " WHERE email = 'c@zz.test'"
        )
        found = admin.execute(
            "INSERT INTO auth.role_grant (account_id, role, unit_id)"
            " SELECT account_id, 'staff', 2 FROM auth.account WHERE staff_id = 1"
            " RETURNING account_id"
        ).fetchone()
    with acting(acme, found[0] if found else None):
        row = acme.execute(held).fetchone()
    assert row is not None
    assert "Mine" in row[0]
    assert not [each for each in ("zz_note_3", "zz_name", "c@zz.test") if each in row[0]]


def test_the_former_address_of_an_account_chooses_no_password(
    acme: psycopg.Connection, accounts: dict[str, int | None], shared_database: Database
) -> None:
    tokens = (
        "SELECT count(*) FILTER (WHERE used_at IS NULL), count(*) FROM auth.action_token"
        " WHERE account_id = %s"
    )
    change = "UPDATE auth.account_resource SET email = %s WHERE id = %s"
    newest = "SELECT recipient FROM auth.mail WHERE account_id = %s ORDER BY mail_id DESC LIMIT 1"
    viewer = accounts["viewer"]
    with shared_database.connect() as admin, admin.transaction(force_rollback=True):
        assert admin.execute(tokens, [viewer]).fetchone() == (1, 1)
        admin.execute("UPDATE auth.credential SET password_hash = NULL")
        admin.execute("UPDATE auth.account_resource SET name = 'Victor' WHERE id = %s", [viewer])
        assert admin.execute(tokens, [viewer]).fetchone() == (1, 1)
        # Nobody has chosen the first one yet: the right address gets the link.
        admin.execute(change, ["right@acme.test", viewer])
        assert admin.execute(tokens, [viewer]).fetchone() == (1, 2)
        assert admin.execute(newest, [viewer]).fetchone() == ("right@acme.test",)
        admin.execute("UPDATE auth.action_token SET used_at = now()")
        admin.execute("UPDATE auth.credential SET password_hash = 'chosen'")
        admin.execute("SELECT auth.queue_password_mail(%s, 'password_reset')", [viewer])
        admin.execute(change, ["other@acme.test", viewer])
        assert admin.execute(tokens, [viewer]).fetchone() == (0, 3)
        assert admin.execute(newest, [viewer]).fetchone() == ("right@acme.test",)
