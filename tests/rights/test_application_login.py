"""The server's login: nothing alone, nothing without claims, with them what the account sees."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.support.attacks import RELATIONS, calls, hidden, hide, readable
from tests.support.servers import Database

# What anybody may know: how far the database has come, and the numbers of activities.
NUMBERS = {
    'SELECT f::text FROM event."position"() AS f',
    "SELECT f::text FROM audit.revision() AS f",
    "SELECT f::text FROM auth.private_activities() AS f",
}


@pytest.fixture(scope="module", name="organisation")
def _organisation(shared_database: Database) -> Database:
    hide(shared_database)
    return shared_database


@pytest.fixture(name="application")
def _application(organisation: Database) -> Iterator[psycopg.Connection]:
    with psycopg.connect(organisation.app_url, autocommit=True) as connection:
        yield connection


def test_alone_it_reads_and_calls_nothing(application: psycopg.Connection) -> None:
    assert len(application.execute(RELATIONS).fetchall()) > 100
    assert list(readable(application)) == []
    assert list(calls(application)) == []


def test_without_claims_it_learns_nothing(
    application: psycopg.Connection, organisation: Database
) -> None:
    with organisation.connect() as admin:
        tables = admin.execute("SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r'")
        names = {name for (name,) in tables}
    application.execute("SET ROLE strata_user")
    told = {name.rpartition(".")[0] for name, values in readable(application) if values}
    assert "api.problem" in told
    assert told & names == set()
    answers = list(calls(application))
    assert len(answers) > 500
    assert [(c, a) for c, a in answers if c not in NUMBERS and (hidden(a, c) or "Ada" in a)] == []


def test_with_the_claims_of_an_account_it_learns_what_the_account_sees(
    application: psycopg.Connection,
) -> None:
    """Functions that only others call are called too, as if a request could."""
    application.execute("SELECT set_config('strata.account_id', '1', FALSE)")
    application.execute("SET ROLE strata_user")
    texts = dict(readable(application))
    assert texts["org.staff.name"] == ["Ada", "Bob"]
    assert {name: found for name, found in texts.items() if hidden(str(found))} == {}
    answers = list(calls(application))
    assert any("Ada" in answer for _, answer in answers)
    # Who made a change is asked for changes that were found by what the account sees.
    asked = [(c, a) for c, a in answers if "audit.author" not in c and c not in NUMBERS]
    assert [(c, a) for c, a in asked if hidden(a, c)] == []


@pytest.mark.parametrize("role", ["strata_owner", "strata_bi", "strata_admin"])
def test_it_becomes_nobody_but_a_request(role: str, application: psycopg.Connection) -> None:
    for change in (f"SET ROLE {role}", f"SET SESSION AUTHORIZATION {role}"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            application.execute(change.encode())


def test_as_the_relay_it_reads_no_table(application: psycopg.Connection) -> None:
    """What the nodes do with the log of events they do by functions."""
    application.execute("SET ROLE strata_relay")
    assert list(readable(application)) == []
    application.execute("SELECT event.sequence(TRUE)")
    assert application.execute("SELECT pos FROM event.follow(0, 1)").fetchone() == (1,)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        application.execute("SELECT pos FROM event.log")
