"""Sessions over HTTP: login, refresh, logout."""

import json
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from app.auth.codes import hashed, new_token, recovery_hash, step_of
from app.auth.tokens import LIFETIME, Identity, InvalidToken
from app.http.bodies import invalid, read_fields
from app.http.handler import JSON, Api
from app.http.login_calls import call, call_as
from app.http.problems import Refusal

NO_STORE = {"Cache-Control": "no-store"}
COOKIE_PATH = "/v1/auth"
DAY = 24 * 60 * 60


class Given(NamedTuple):
    """A refresh token and, when a cookie brought it, what the page sent beside it."""

    token: str
    csrf: str | None


def identify(api: Api, request: Request) -> None:
    """Find out who asks; a cookie does not count here, so that no other page can ask for us."""
    token = bearer_token(request)
    try:
        request.state.identity = api.tokens.verify(token)
    except InvalidToken as error:
        raise Refusal("token-invalid", f"The access token does not count. {error}") from None


def bearer_token(request: Request) -> str:
    """The access token that the request brings."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Refusal("login-required", "Nobody is signed in: send an access token.")
    return token.strip()


async def login(api: Api, request: Request) -> Response:
    """Open a session."""
    api.guard.check_origin(request, required=False)
    given = await read_fields(request, ("email", "password"), ("totp", "delivery"))
    delivery = given.get("delivery", "cookie")
    if delivery not in ("cookie", "body"):
        raise invalid("/delivery", "delivery must be cookie or body.")
    token, csrf = new_token(), new_token() if delivery == "cookie" else None
    client = _client(api, request, token, csrf)
    async with api.passwords.turn():
        outcome = await _attempt(api, given, client)
        # By a new password, or by another login with a hash of today's parameters.
        while outcome["outcome"] == "replaced":
            outcome = await _attempt(api, given, client)
    if outcome["outcome"] == "failed":
        raise Refusal("login-failed", "The name or the password is wrong, or has to wait.")
    if outcome["outcome"] != "opened":
        missing = outcome["outcome"] == "code_missing"
        sentence = "A code is needed." if missing else "The code is wrong or used up."
        raise Refusal("totp-required", sentence)
    return _tokens(api, request, outcome, token, csrf)


async def _attempt(api: Api, given: dict[str, str], client: dict[str, Any]) -> dict[str, Any]:
    """What becomes of a login; whoever cannot learns nothing of the account, neither by time."""
    found = await call(api.pool, "begin_login", given["email"])
    stored, password, code = found["password_hash"], given["password"], given.get("totp")
    verified = await api.passwords.verified(stored, password)
    outdated = verified and api.passwords.is_outdated(stored)
    new_hash = await api.passwords.hash(password) if outdated else None
    step = step_of(found["totp_secret"], code)
    outcome: dict[str, Any] = await call(
        api.pool,
        "finish_login",
        *(found["account_id"], verified, code is not None, step, recovery_hash(code), new_hash),
        client,
    )
    return outcome


async def refresh(api: Api, request: Request) -> Response:
    """Use a refresh token, for an access token and the next refresh token."""
    given = await _given(api, request)
    if given is None:
        raise Refusal("login-required", "Nobody is signed in: send a refresh token.")
    token = new_token()
    client = _client(api, request, token, given.csrf)
    outcome = await call(api.pool, "renew_session", hashed(given.token), client)
    if outcome["outcome"] != "renewed":
        refusal = Refusal("session-ended", "The session has ended: sign in again.")
        if given.csrf:
            refusal.cookies = _cookie_headers(api, "", "", 0)
        raise refusal
    return _tokens(api, request, outcome, token, given.csrf)


async def logout(api: Api, request: Request) -> Response:
    """End the session: that of the access token, or that of the refresh token."""
    if "authorization" in request.headers:
        identify(api, request)
        await call_as(api, request, "end_own_session")
    else:
        given = await _given(api, request)
        if given is None:
            raise Refusal("login-required", "Nobody is signed in.")
        csrf = hashed(given.csrf) if given.csrf else None
        await call(api.pool, "end_session_of_token", hashed(given.token), csrf)
    response = Response(status_code=204, headers=NO_STORE)
    response.raw_headers += _cookie_headers(api, "", "", 0)
    return response


async def _given(api: Api, request: Request) -> Given | None:
    """The refresh token of the body, or of the cookie if the page proves that it is ours."""
    if request.headers.get("content-length", "0") != "0" or "content-type" in request.headers:
        given = await read_fields(request, (), ("refresh_token",))
        if "refresh_token" in given:
            return Given(given["refresh_token"], None)
    token = request.cookies.get(_names(api)[0])
    if not token:
        return None
    api.guard.check_origin(request, required=True)
    csrf = request.headers.get("x-csrf-token")
    if not csrf or csrf != request.cookies.get(_names(api)[1]):
        raise Refusal("forged-request", "X-CSRF-Token is missing, or not that of the cookie.")
    return Given(token, csrf)


def _client(api: Api, request: Request, token: str, csrf: str | None) -> dict[str, Any]:
    """What is stored of a client, and how long its session may last."""
    settings = api.settings
    agent = request.headers.get("user-agent")
    return {
        "token_hash": hashed(token).hex(),
        "csrf_hash": hashed(csrf).hex() if csrf else None,
        "user_agent": agent,
        "address": request.client.host if request.client else None,
        "idle": f"{settings.session_idle_days} days",
        "longest": f"{settings.session_days} days",
        "most": settings.sessions_per_account,
    }


def _tokens(
    api: Api, request: Request, outcome: dict[str, Any], token: str, csrf: str | None
) -> Response:
    identity = Identity(outcome["account_id"], outcome["session_id"])
    request.state.identity = identity
    document = {
        "access_token": api.tokens.issue(identity),
        "token_type": "Bearer",  # nosec B105
        "expires_in": LIFETIME,
        "session_id": identity.session,
    }
    if csrf is None:
        document["refresh_token"] = token
    response = Response(json.dumps(document), 200, NO_STORE, JSON)
    if csrf is not None:
        lasting = api.settings.session_idle_days * DAY
        response.raw_headers += _cookie_headers(api, token, csrf, lasting)
    return response


def _names(api: Api) -> tuple[str, str]:
    """The names of the cookies. Their beginnings make browsers insist on an encrypted way."""
    if api.guard.is_encrypted:
        return "__Secure-strata_refresh", "__Host-strata_csrf"
    return "strata_refresh", "strata_csrf"


def _cookie_headers(api: Api, token: str, csrf: str, lasting: int) -> list[tuple[bytes, bytes]]:
    """Set both cookies, for so many seconds; only the second can be read by a page."""
    made = Response()
    refresh_name, csrf_name = _names(api)
    common: dict[str, Any] = {"secure": api.guard.is_encrypted, "samesite": "strict"}
    made.set_cookie(refresh_name, token, lasting, path=COOKIE_PATH, httponly=True, **common)
    made.set_cookie(csrf_name, csrf, lasting, path="/", **common)
    return [header for header in made.raw_headers if header[0] == b"set-cookie"]
