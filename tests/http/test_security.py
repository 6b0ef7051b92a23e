"""Headers of every answer, names and origins of the server, the way through a proxy."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import httpx
import pytest

from tests.http.conftest import fill
from tests.http.running import ADMIN, PASSWORD, Running, running
from tests.http.test_sign_in import bearer, problem
from tests.support.servers import Database

PUBLIC = "https://schedule.example.org"
PARTNER = "https://intranet.example.org"
Serve = Callable[..., AbstractContextManager[Running]]


@pytest.fixture
def serve(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Serve:
    """Runs a server with settings of its own."""

    @contextmanager
    def run(**variables: str) -> Iterator[Running]:
        for name, value in variables.items():
            monkeypatch.setenv(f"STRATA_{name}", value)
        with running(fill(database), tmp_path) as served:
            yield served

    return run


@pytest.mark.parametrize("path", ["/v1/me", "/v1/nowhere", "/livez", "/docs", "/openapi.json"])
def test_headers(server: Running, path: str) -> None:
    headers = server.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    (policy,) = headers.get_list("content-security-policy")
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "strict-transport-security" not in headers
    assert "access-control-allow-origin" not in headers


def test_answers_belong_to_who_asked(server: Running) -> None:
    headers = server.get("/v1/me").headers
    assert headers["cache-control"] == "private, no-cache"
    assert "Authorization" in headers["vary"]


def test_behind_an_encrypted_address(serve: Serve) -> None:
    """Cookies that only travel encrypted, HSTS, and the name that people use."""
    with serve(PUBLIC_URL=PUBLIC + "/", ALLOWED_HOSTS="app-1.internal, app-2.internal") as served:
        hosts = {
            "schedule.example.org": 200,
            "Schedule.Example.org:443": 200,
            "app-2.internal:8000": 200,
            "localhost": 200,
            "evil.example": 421,
            "schedule.example.org.evil.example": 421,
            "evil.example:schedule.example.org": 421,
            "": 421,
        }
        for host, status in hosts.items():
            assert served.get("/livez", host=host).status_code == status, host
        assert served.get("/livez").headers["strict-transport-security"].startswith("max-age=63")
        answer = served.http.post(
            "/v1/auth/login",
            json={"email": ADMIN, "password": PASSWORD},
            headers={"Origin": PUBLIC, "Host": "schedule.example.org"},
        )
        cookies = answer.headers.get_list("set-cookie")
        assert cookies[0].startswith("__Secure-strata_refresh=")
        assert cookies[1].startswith("__Host-strata_csrf=")
        assert all("; Secure" in cookie for cookie in cookies)
        refresh_cookie, csrf_cookie = (cookie.partition(";")[0] for cookie in cookies)
        headers = {
            "Origin": PUBLIC,
            "Cookie": f"{refresh_cookie}; {csrf_cookie}",
            "X-CSRF-Token": csrf_cookie.partition("=")[2],
        }
        assert served.http.post("/v1/auth/refresh", headers=headers).status_code == 200


def preflight(client: httpx.Client, origin: str) -> httpx.Response:
    """What a browser asks before a page of that origin may change something."""
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": "PATCH",
        "Access-Control-Request-Headers": "authorization,if-match",
    }
    return client.request("OPTIONS", "/livez", headers=headers)


def test_other_origins(serve: Serve) -> None:
    """Only those that are listed, exactly."""
    with serve(CORS_ORIGINS=PARTNER) as served:
        allowed = preflight(served.http, PARTNER)
        assert allowed.status_code == 200
        assert allowed.headers["access-control-allow-origin"] == PARTNER
        assert "PATCH" in allowed.headers["access-control-allow-methods"]
        answer = served.get("/v1/me", origin=PARTNER)
        assert answer.headers["access-control-allow-origin"] == PARTNER
        assert "ETag" in answer.headers["access-control-expose-headers"]
        for origin in (f"{PARTNER}.evil.example", "http://intranet.example.org", "null"):
            assert preflight(served.http, origin).status_code == 400
            answer = served.get("/v1/me", origin=origin)
            assert "access-control-allow-origin" not in answer.headers


def test_no_other_origins_unless_listed(server: Running) -> None:
    assert preflight(server.http, PARTNER).status_code == 405


def test_the_address_behind_a_proxy(server: Running) -> None:
    """A proxy on this machine is believed; what a client says itself would have to come from it."""
    body = {"email": ADMIN, "password": PASSWORD, "delivery": "body"}
    headers = {"X-Forwarded-For": "198.51.100.7", "User-Agent": "Browser"}
    tokens = server.http.post("/v1/auth/login", json=body, headers=headers).json()
    (first, *_) = server.http.get("/v1/auth/sessions", headers=bearer(tokens)).json()["items"]
    assert (first["address"], first["user_agent"]) == ("198.51.100.7", "Browser")


def test_nothing_secret_in_the_log(server: Running) -> None:
    tokens = server.log_in(ADMIN)
    server.http.post("/v1/auth/refresh", json={"refresh_token": tokens["refresh_token"]})
    wrong = {"email": ADMIN, "password": "a wrong password"}
    assert problem(server.post("/v1/auth/login", wrong), 401) == "login-failed"
    log = server.log.read_text()
    for secret in (PASSWORD, "a wrong password", tokens["refresh_token"], tokens["access_token"]):
        assert secret not in log
