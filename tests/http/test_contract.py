"""What the routes expect of the database."""

import pytest

from app.http.contract import read_contract
from app.http.routes import ROUTES
from app.stop import Stop
from tests.support.servers import Database


def test_the_contract(shared_database: Database) -> None:
    """Arguments with their types, volatility and documentation come from the catalogue."""
    contract = read_contract(shared_database.app_url, ROUTES)
    board = contract.functions["schedules"]
    assert board.arguments == {
        "from": "text",
        "to": "text",
        "unit": "bigint",
        "staff": "bigint[]",
        "time_zone": "text",
        "as_of": "text",
        "request": "bigint",
        "explain": "boolean",
    }
    assert board.required == {"from", "to"}
    assert board.defaults["explain"] == "false"
    assert not board.volatile
    assert (board.documentation or "").startswith("The effective schedule")
    assert contract.functions["staff_get"].required == {"id"}
    assert contract.functions["create_request"].volatile


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            "DROP FUNCTION api.now(bigint)",
            "GET /v1/now is served by api.now, which the database does not have: "
            "run `strata migrate`.",
        ),
        (
            "ALTER FUNCTION api.now(bigint) VOLATILE",
            "GET /v1/now is served by api.now, which is VOLATILE: a GET needs a STABLE function.",
        ),
        (
            "COMMENT ON FUNCTION api.now(bigint) IS NULL",
            "GET /v1/now is served by api.now, which has no comment: "
            "document it with COMMENT ON FUNCTION.",
        ),
        (
            "REVOKE EXECUTE ON FUNCTION api.now(bigint) FROM strata_user",
            "GET /v1/now is served by api.now, which strata_user may not execute: grant it.",
        ),
        (
            "DROP FUNCTION api.request_get(bigint, text[], text); "
            "CREATE FUNCTION api.request_get(request bigint) RETURNS json LANGUAGE sql STABLE "
            "RETURN 'null'::json",
            "GET /v1/requests/{id} is served by api.request_get, which has no argument id: "
            "correct the route or the function.",
        ),
        (
            "CREATE FUNCTION api.now() RETURNS json LANGUAGE sql STABLE RETURN 'null'::json",
            "There are two functions api.now: rename one and migrate.",
        ),
        (
            "COMMENT ON CONSTRAINT unit_name_unique ON org.unit "
            "IS 'problem: unheard-of; field: name; Sentence.'",
            "The comment of the constraint unit_name_unique names the problem unheard-of, "
            "which sql/api/problem.sql does not have: correct it and migrate.",
        ),
        (
            "COMMENT ON CONSTRAINT unit_name_unique ON org.unit IS 'problem: conflict; Sentence.'",
            "The comment of the constraint unit_name_unique must read "
            "`problem: <slug>; field: <field>; <sentence>`: correct it and migrate.",
        ),
    ],
)
def test_a_mismatch_stops_the_start(database: Database, change: str, sentence: str) -> None:
    """One sentence says what does not fit and what to do."""
    with database.connect() as connection:
        connection.execute(change.encode())
    with pytest.raises(Stop) as stop:
        read_contract(database.app_url, ROUTES)
    assert str(stop.value) == sentence
