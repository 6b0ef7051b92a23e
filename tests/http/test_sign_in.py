"""Login, refresh, logout and sessions over HTTP."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pyotp
import pytest

from tests.http.running import ADMIN, PASSWORD, Running

BOARD = "/v1/schedules?from=2026-11-23&to=2026-11-24"


def login(client: httpx.Client, **body: object) -> httpx.Response:
    """POST a login."""
    return client.post("/v1/auth/login", json=body)


def refresh(client: httpx.Client, token: str) -> httpx.Response:
    """POST a refresh token as the body."""
    return client.post("/v1/auth/refresh", json={"refresh_token": token})


def problem(answer: httpx.Response, status: int) -> str:
    """The name of the problem of an answer with that status."""
    assert answer.status_code == status, answer.text
    return str(answer.json()["type"]).removeprefix("/problems/")


def bearer(tokens: dict[str, Any]) -> dict[str, str]:
    """The header that signs in."""
    return {"Authorization": f"Bearer {tokens['access_token']}"}


def test_login_into_the_body(server: Running) -> None:
    """The refresh token is in the answer, and no cookie is set."""
    with server.client() as client:
        answer = login(client, email=ADMIN.upper(), password=PASSWORD, delivery="body")
        tokens = answer.json()
        assert (tokens["token_type"], tokens["expires_in"]) == ("Bearer", 600)
        assert len(tokens["refresh_token"]) == 43
        assert answer.headers["cache-control"] == "no-store"
        assert "set-cookie" not in answer.headers
        me = client.get("/v1/me", headers=bearer(tokens)).json()
    assert me == {
        "account_id": 2,
        "email": ADMIN,
        "name": "Ana",
        "kind": "person",
        "session_id": tokens["session_id"],
        "second_factor": False,
        "staff": None,
        "grants": [{"role": "admin", "unit_id": None}],
    }


def test_me_names_the_person(server: Running) -> None:
    account = server.add_account("ada@acme.test")
    server.execute(f"UPDATE auth.account SET staff_id = 1 WHERE account_id = {account}")
    tokens = server.log_in("ada@acme.test")
    me = server.http.get("/v1/me", headers=bearer(tokens)).json()
    assert me["staff"] == {"id": 1, "employee_number": "A1", "name": 'Ada "the first" Ōno'}


def test_who_cannot_sign_in_learns_nothing(server: Running) -> None:
    """Unknown, wrong, without a password, inactive and throttled: the same answer."""
    server.add_account("inactive@acme.test")
    server.add_account("throttled@acme.test")
    server.execute(
        "UPDATE auth.account SET active = FALSE WHERE email = 'inactive@acme.test';"
        "UPDATE auth.credential SET throttled_until = now() + interval '1 hour' WHERE account_id ="
        " (SELECT account_id FROM auth.account WHERE email = 'throttled@acme.test')"
    )
    answers = []
    with server.client() as client:
        for email, password in (
            ("nobody@acme.test", PASSWORD),
            (ADMIN, "something else"),
            ("viewer@acme.test", PASSWORD),
            ("inactive@acme.test", PASSWORD),
            ("throttled@acme.test", PASSWORD),
        ):
            answer = login(client, email=email, password=password)
            assert problem(answer, 401) == "login-failed"
            document = answer.json()
            del document["request_id"]
            answers.append((document, sorted(set(answer.headers) - {"date", "x-request-id"})))
    assert all(answer == answers[0] for answer in answers)


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ([], {"": "The body must be an object."}),
        ({}, {"/email": "email is missing.", "/password": "password is missing."}),
        (
            {"email": 1, "password": "x\0", "user": ""},
            {
                "/email": "email must be text of 1 to 1024 bytes.",
                "/password": "password must be text of 1 to 1024 bytes.",
                "/user": "There is no such field.",
            },
        ),
        (
            {"email": ADMIN, "password": "x" * 1025},
            {"/password": "password must be text of 1 to 1024 bytes."},
        ),
        (
            {"email": ADMIN, "password": "x", "delivery": "pigeon"},
            {"/delivery": "delivery must be cookie or body."},
        ),
    ],
)
def test_bodies_that_cannot_be(server: Running, body: object, errors: dict[str, str]) -> None:
    answer = server.post("/v1/auth/login", body)
    assert problem(answer, 422) == "invalid-value"
    assert {each["pointer"]: each["detail"] for each in answer.json()["errors"]} == errors


def test_a_body_that_is_no_json(server: Running) -> None:
    json_type = {"Content-Type": "application/json"}
    broken = server.http.post("/v1/auth/login", content=b"{", headers=json_type)
    assert problem(broken, 400) == "malformed-text"
    form = server.http.post("/v1/auth/login", data={"email": ADMIN})
    assert problem(form, 415) == "unsupported-media-type"
    large = server.http.post("/v1/auth/login", content=b" " * 20_000, headers=json_type)
    assert problem(large, 413) == "body-too-large"


def test_everything_else_needs_a_login(server: Running) -> None:
    with server.client() as client:
        for method, path in (
            ("GET", "/v1/me"),
            ("GET", BOARD),
            ("POST", "/v1/units"),
            ("DELETE", "/v1/sites/1"),
            ("POST", "/v1/imports"),
            ("GET", "/v1/exports/staff"),
            ("POST", "/v1/auth/password"),
            ("POST", "/v1/auth/refresh"),
            ("POST", "/v1/auth/logout"),
        ):
            answer = client.request(method, path)
            assert problem(answer, 401) == "login-required", path
            assert answer.headers["www-authenticate"] == 'Bearer realm="strata"'
        for path in ("/livez", "/readyz", "/openapi.json", "/docs", "/.well-known/jwks.json"):
            assert client.get(path).status_code == 200
        for scheme in ("Basic dXNlcjpwYXNz", "Bearer"):
            answer = client.get("/v1/me", headers={"Authorization": scheme})
            assert problem(answer, 401) == "login-required"


def test_logins_at_once_with_an_old_hash(server: Running) -> None:
    """The first one replaces the hash that the others were compared with."""
    server.add_account("eager@acme.test")
    with server.client() as client, ThreadPoolExecutor(6) as pool:
        given = {"email": "eager@acme.test", "password": PASSWORD}
        answers = list(pool.map(lambda _: login(client, **given), range(6)))
    assert [answer.status_code for answer in answers] == [200] * 6


def test_rotation_and_reuse(server: Running) -> None:
    """A token of before ends the session, for whoever has the newer one too."""
    with server.client() as client:
        first = server.log_in(ADMIN, client)
        second = refresh(client, first["refresh_token"]).json()
        assert second["session_id"] == first["session_id"]
        assert client.get("/v1/me", headers=bearer(second)).status_code == 200
        server.execute("UPDATE auth.refresh_token SET used_at = used_at - interval '11 seconds'")
        stolen = refresh(client, first["refresh_token"])
        assert problem(stolen, 401) == "session-ended"
        assert problem(refresh(client, second["refresh_token"]), 401) == "session-ended"
        answer = client.get("/v1/me", headers=bearer(second))
        assert problem(answer, 401) == "session-ended"
        assert answer.headers["www-authenticate"] == 'Bearer realm="strata", error="invalid_token"'
        assert problem(refresh(client, "never seen"), 401) == "session-ended"


def test_parallel_refreshes_all_go_on(server: Running) -> None:
    """Eight tabs use one token at the same moment; each can refresh again and again."""
    with server.client() as client, ThreadPoolExecutor(8) as pool:
        tokens = [server.log_in(ADMIN, client)["refresh_token"]] * 8
        for _ in range(5):
            answers = list(pool.map(lambda token: refresh(client, token), tokens))
            assert {answer.status_code for answer in answers} == {200}
            tokens = [answer.json()["refresh_token"] for answer in answers]
            assert len(set(tokens)) == 8
            # Tabs of one browser have one cookie: the last one that was set.
            tokens = [tokens[-1]] * 8


def test_sessions_are_listed_and_ended(server: Running) -> None:
    server.add_account("lister@acme.test")
    with server.client(**{"User-Agent": "Test 1.0"}) as client:
        one, two, three = (server.log_in("lister@acme.test", client) for _ in range(3))
        listed = client.get("/v1/auth/sessions", headers=bearer(two)).json()
        assert listed["next"] is None
        ids = [each["session_id"] for each in (three, two, one)]
        assert [each["id"] for each in listed["items"]] == ids
        assert [each["current"] for each in listed["items"]] == [False, True, False]
        shown = {(each["user_agent"], each["address"]) for each in listed["items"]}
        assert shown == {("Test 1.0", "127.0.0.1")}
        page = client.get("/v1/auth/sessions?limit=2", headers=bearer(two)).json()
        rest = client.get(f"/v1/auth/sessions?cursor={page['next']}", headers=bearer(two)).json()
        assert [each["id"] for each in page["items"] + rest["items"]] == ids

        path = f"/v1/auth/sessions/{one['session_id']}"
        assert client.delete(path, headers=bearer(two)).status_code == 204
        assert problem(client.delete(path, headers=bearer(two)), 404) == "not-found"
        assert problem(client.get("/v1/me", headers=bearer(one)), 401) == "session-ended"
        assert client.delete("/v1/auth/sessions", headers=bearer(two)).status_code == 204
        assert problem(client.get("/v1/me", headers=bearer(three)), 401) == "session-ended"
        assert client.get("/v1/me", headers=bearer(two)).status_code == 200


def test_sessions_of_others_are_nobodys_business(server: Running) -> None:
    server.add_account("curious@acme.test")
    curious = server.log_in("curious@acme.test")
    answer = server.http.delete("/v1/auth/sessions/1", headers=bearer(curious))
    assert problem(answer, 404) == "not-found"
    listed = server.http.get("/v1/auth/sessions", headers=bearer(curious)).json()
    assert [each["id"] for each in listed["items"]] == [curious["session_id"]]
    assert server.get("/v1/me").status_code == 200


def test_the_oldest_of_eleven_sessions_ends(server: Running) -> None:
    server.add_account("busy@acme.test")
    sessions = [server.log_in("busy@acme.test") for _ in range(11)]
    statuses = [server.http.get("/v1/me", headers=bearer(each)).status_code for each in sessions]
    assert statuses == [401] + [200] * 10


@pytest.mark.parametrize("path", ["/v1/me", BOARD, "/v1/staff/1", "/v1/exports/staff"])
def test_an_ended_session_is_refused_at_once(server: Running, path: str) -> None:
    """Also where the answer has not changed and would cost nothing."""
    tokens = server.log_in(ADMIN)
    first = server.http.get(path, headers=bearer(tokens))
    assert first.status_code == 200
    held = {**bearer(tokens), "If-None-Match": first.headers.get("etag", "")}
    again = server.http.get(path, headers=held).status_code
    assert again == (304 if "etag" in first.headers else 200)
    assert server.http.post("/v1/auth/logout", headers=bearer(tokens)).status_code == 204
    assert problem(server.http.get(path, headers=held), 401) == "session-ended"
    assert problem(refresh(server.http, tokens["refresh_token"]), 401) == "session-ended"


def test_an_account_that_is_switched_off(server: Running) -> None:
    account = server.add_account("leaver@acme.test")
    tokens = server.log_in("leaver@acme.test")
    held = server.http.get(BOARD, headers=bearer(tokens))
    server.execute(f"UPDATE auth.account SET active = FALSE WHERE account_id = {account}")
    again = {**bearer(tokens), "If-None-Match": held.headers["etag"]}
    assert problem(server.http.get(BOARD, headers=again), 401) == "session-ended"


def test_tags_are_not_shared_between_accounts(server: Running) -> None:
    server.add_account("other@acme.test")
    mine = server.get(BOARD).headers["etag"]
    other = {**bearer(server.log_in("other@acme.test")), "If-None-Match": mine}
    answer = server.http.get(BOARD, headers=other)
    assert answer.status_code == 200
    assert answer.headers["etag"] != mine


def test_a_change_names_session_and_request(server: Running) -> None:
    tokens = server.log_in(ADMIN)
    headers = {**bearer(tokens), "X-Request-Id": "of-the-change"}
    answer = server.http.post("/v1/units", json={"name": "Named", "parent_id": 1}, headers=headers)
    assert answer.status_code == 201
    rows = server.execute(
        "SELECT account_id, session_id, request_id FROM audit.transaction"
        " ORDER BY change_id DESC LIMIT 1"
    )
    assert rows == [(2, tokens["session_id"], "of-the-change")]


def cookie_login(client: httpx.Client) -> dict[str, Any]:
    """Log in as a browser does."""
    answer = login(client, email=ADMIN, password=PASSWORD)
    assert answer.status_code == 200
    assert "refresh_token" not in answer.json()
    refresh_cookie, csrf_cookie = answer.headers.get_list("set-cookie")
    assert refresh_cookie.startswith("strata_refresh=")
    for part in ("HttpOnly", "Path=/v1/auth", "SameSite=strict", "Max-Age=1209600"):
        assert part in refresh_cookie
    assert csrf_cookie.startswith("strata_csrf=")
    assert "HttpOnly" not in csrf_cookie
    document: dict[str, Any] = answer.json()
    return document


def page_headers(client: httpx.Client, **more: str) -> dict[str, str]:
    """What a page of ours sends."""
    origin = str(client.base_url).rstrip("/")
    headers = {"Origin": origin, "X-CSRF-Token": client.cookies["strata_csrf"], **more}
    return {name: value for name, value in headers.items() if value}


def test_the_way_of_a_browser(server: Running) -> None:
    with server.client() as client:
        first = cookie_login(client)
        before = client.cookies["strata_refresh"]
        answer = client.post("/v1/auth/refresh", headers=page_headers(client))
        assert answer.status_code == 200
        assert client.cookies["strata_refresh"] != before
        assert client.get("/v1/me", headers=bearer(answer.json())).status_code == 200
        assert problem(client.get("/v1/me"), 401) == "login-required", "cookies do not count here"
        gone = client.post("/v1/auth/logout", headers=page_headers(client))
        assert gone.status_code == 204
        assert not client.cookies
        assert problem(client.get("/v1/me", headers=bearer(first)), 401) == "session-ended"


@pytest.mark.parametrize("path", ["/v1/auth/refresh", "/v1/auth/logout"])
def test_a_forged_request(server: Running, path: str) -> None:
    """A page of somebody else, or one that does not know the CSRF token, gets nowhere."""
    with server.client() as client:
        tokens = cookie_login(client)
        for wrong in (
            {"Origin": ""},
            {"Origin": "null"},
            {"Origin": "https://evil.example"},
            {"Origin": f"{client.base_url}.evil.example"},
            {"X-CSRF-Token": ""},
            {"X-CSRF-Token": "guessed"},
        ):
            answer = client.post(path, headers=page_headers(client, **wrong))
            assert problem(answer, 403) == "forged-request", wrong
        assert client.get("/v1/me", headers=bearer(tokens)).status_code == 200


def test_the_csrf_token_is_that_of_the_session(server: Running) -> None:
    """Planting another cookie beside the right refresh token does not help."""
    with server.client() as client, server.client() as attacker:
        cookie_login(client)
        cookie_login(attacker)
        client.cookies.set("strata_csrf", attacker.cookies["strata_csrf"], "127.0.0.1", "/")
        headers = {"Origin": str(client.base_url).rstrip("/")}
        headers["X-CSRF-Token"] = attacker.cookies["strata_csrf"]
        headers["Cookie"] = "; ".join(
            (
                f"strata_refresh={client.cookies['strata_refresh']}",
                f"strata_csrf={attacker.cookies['strata_csrf']}",
            )
        )
        with server.client() as third:
            answer = third.post("/v1/auth/refresh", headers=headers)
        assert problem(answer, 401) == "session-ended"


def test_a_login_from_a_foreign_page(server: Running) -> None:
    body = {"email": ADMIN, "password": PASSWORD}
    headers = {"Origin": "https://evil.example"}
    answer = server.http.post("/v1/auth/login", json=body, headers=headers)
    assert problem(answer, 403) == "forged-request"


def test_the_second_factor(server: Running) -> None:
    """From the secret to recovery codes, login with both, and back."""
    server.add_account("careful@acme.test")
    tokens = server.log_in("careful@acme.test")
    with server.client(**bearer(tokens)) as client:
        wrong = client.post("/v1/auth/totp", json={"password": "wrong"})
        assert wrong.json()["errors"][0]["pointer"] == "/password"
        assert problem(client.post("/v1/auth/totp", json={"code": "123456"}), 409) == "conflict"
        assert problem(client.post("/v1/auth/totp", json={}), 422) == "invalid-value"
        enrolled = client.post("/v1/auth/totp", json={"password": PASSWORD}).json()
        assert enrolled["uri"].startswith("otpauth://totp/Strata:careful%40acme.test?secret=")
        generator = pyotp.TOTP(enrolled["secret"])
        refused = client.post("/v1/auth/totp", json={"code": "000000"})
        assert problem(refused, 422) == "invalid-value"
        code = generator.now()
        recovery = client.post("/v1/auth/totp", json={"code": code}).json()["recovery_codes"]
        assert len(set(recovery)) == 10
        again = client.post("/v1/auth/totp", json={"password": PASSWORD})
        assert problem(again, 409) == "conflict"
        assert client.get("/v1/me").json()["second_factor"] is True

        who = {"email": "careful@acme.test", "password": PASSWORD, "delivery": "body"}
        assert problem(login(client, **who), 401) == "totp-required"
        assert problem(login(client, **who, totp=code), 401) == "totp-required", "used up"
        assert problem(login(client, **(who | {"password": "x"}), totp=code), 401) == "login-failed"
        following = generator.at(int(time.time()) + 30)
        assert login(client, **who, totp=following).status_code == 200
        assert problem(login(client, **who, totp=following), 401) == "totp-required"
        assert login(client, **who, totp=recovery[0].upper()).status_code == 200
        assert problem(login(client, **who, totp=recovery[0]), 401) == "totp-required"

        def remove(**body: str) -> httpx.Response:
            return client.request("DELETE", "/v1/auth/totp", json=body)

        wrong = remove(password=PASSWORD, code="000000")
        assert wrong.json()["errors"][0]["pointer"] == "/code"
        assert remove(password=PASSWORD, code=recovery[1]).status_code == 204
        assert problem(remove(password=PASSWORD, code=recovery[2]), 409) == "conflict"
        assert login(client, **who).status_code == 200
