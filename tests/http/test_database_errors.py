"""Errors of the database, on a server whose functions are made to fail."""

import pytest

from tests.http.running import Running
from tests.http.test_problems import problem_of

REQUEST_GET = "request_get(id bigint, fields text[] DEFAULT NULL, as_of text DEFAULT NULL)"


def replace_function(server: Running, signature: str, volatility: str, body: str) -> None:
    """Let a function of a route do something else, which docs/openapi.json need not describe."""
    server.http.event_hooks = {}
    server.execute(
        f"CREATE OR REPLACE FUNCTION api.{signature} RETURNS json LANGUAGE plpgsql {volatility} "
        f"SECURITY DEFINER SET search_path = '' AS $$ BEGIN {body}; END; $$"
    )


def raising(sqlstate: str) -> str:
    """A statement that fails with this SQLSTATE and says more than a client may read."""
    return (
        f"RAISE SQLSTATE '{sqlstate}' USING MESSAGE = 'secret', DETAIL = 'secret', HINT = 'secret'"
    )


@pytest.mark.parametrize(
    ("body", "status", "slug"),
    [
        (raising("40001"), 503, "unavailable"),
        (raising("40P01"), 503, "unavailable"),
        (raising("55P03"), 503, "unavailable"),
        (raising("53200"), 503, "unavailable"),
        (raising("57P03"), 503, "unavailable"),
        (raising("57014"), 504, "too-slow"),
        (raising("42501"), 403, "not-allowed"),
        (raising("P0002"), 404, "not-found"),
        (raising("23505"), 409, "conflict"),
        (raising("23503"), 409, "conflict"),
        (raising("23514"), 422, "invalid-value"),
        ("INSERT INTO org.unit (name) VALUES ('secret')", 405, "method-not-allowed"),
        ("RETURN 'secret'::integer", 500, "internal-error"),
        (raising("P0001"), 500, "internal-error"),
        (raising("STXXX"), 500, "internal-error"),
    ],
)
def test_errors_of_the_database(server: Running, body: str, status: int, slug: str) -> None:
    """Each SQLSTATE has its status, and none of them brings along what it says."""
    replace_function(server, REQUEST_GET, "VOLATILE", body)
    answer = server.get("/v1/requests/1")
    problem = problem_of(answer)
    assert (problem["status"], problem["type"]) == (status, f"/problems/{slug}")
    assert "secret" not in answer.text
    assert ("retry-after" in answer.headers) == (status == 503)
    if status == 500:
        request_id = answer.headers["x-request-id"]
        error = next(line for line in server.lines() if line.get("request_id") == request_id)
        assert error["message"] == "internal error"
        assert "secret" in error["exception"]


@pytest.mark.parametrize(("clashes", "status"), [(3, 201), (4, 503)])
def test_a_clash_is_tried_again(server: Running, clashes: int, status: int) -> None:
    """What clashes three times and then does not is answered; after the fourth the client waits."""
    server.execute("DROP SEQUENCE IF EXISTS public.attempt")
    server.execute("CREATE SEQUENCE public.attempt; GRANT ALL ON public.attempt TO PUBLIC")
    clash = f"IF nextval('public.attempt') <= {clashes} THEN {raising('40P01')}; END IF"
    body = f"""{clash}; RETURN '{{"id": 7}}'"""
    replace_function(server, "create_request(body jsonb)", "VOLATILE", body)
    assert server.post("/v1/requests", {}).status_code == status
    assert server.execute("SELECT last_value FROM public.attempt") == [(4,)]


def test_a_registered_constraint(server: Running) -> None:
    """A constraint is told by its comment: problem, field and sentence."""
    body = raising("23514") + ", CONSTRAINT = 'unit_name_not_blank'"
    replace_function(server, REQUEST_GET, "VOLATILE", body)
    assert problem_of(server.get("/v1/requests/1")) == {
        "type": "/problems/invalid-value",
        "title": "A value is not allowed",
        "status": 422,
        "detail": "The name must not be blank.",
        "instance": "/v1/requests/1",
        "code": "unit_name_not_blank",
        "errors": [{"pointer": "/name", "detail": "The name must not be blank."}],
    }
