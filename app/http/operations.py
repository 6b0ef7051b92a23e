"""The operations that are more than a call of one function of schema api."""

from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from app.http.credentials import (
    add_totp,
    ask_for_reset,
    change_password,
    remove_totp,
    reset_password,
)
from app.http.exports import export
from app.http.handler import Api
from app.http.imports import import_file
from app.http.sign_in import login, logout, refresh
from app.realtime.stream import event_stream


class Operation(NamedTuple):
    """One operation, and how OpenAPI describes it: bodies and answers are shapes of api.shape.

    What is `public` needs no access token.
    """

    method: str
    path: str
    endpoint: Callable[[Api, Request], Awaitable[Response]]
    summary: str = ""
    body: str | None = None
    status: int = 200
    answer: str | None = None
    problems: Sequence[str] = ()
    public: bool = False


SIGNING_IN = (
    Operation(
        "POST",
        "/v1/auth/login",
        login,
        "Opens a session. With delivery `body` the refresh token is in the answer; otherwise it is "
        "in a cookie that pages cannot read, beside one with the token for X-CSRF-Token",
        "login",
        answer="tokens",
        problems=("login-failed", "totp-required", "forged-request"),
        public=True,
    ),
    Operation(
        "POST",
        "/v1/auth/refresh",
        refresh,
        "Gives an access token for a refresh token, of the body or of the cookie, and the next "
        "refresh token in the same way: each is used once. A cookie needs X-CSRF-Token and Origin",
        "refresh",
        answer="tokens",
        problems=("login-required", "session-ended", "forged-request"),
        public=True,
    ),
    Operation(
        "POST",
        "/v1/auth/logout",
        logout,
        "Ends the session of the access token, or of the refresh token as with refresh",
        "refresh",
        204,
        problems=("login-required", "token-invalid", "session-ended", "forged-request"),
        public=True,
    ),
    Operation(
        "POST",
        "/v1/auth/password",
        change_password,
        "Changes the password and ends the other sessions of the account",
        "password_change",
        204,
    ),
    Operation(
        "POST",
        "/v1/auth/password-reset",
        ask_for_reset,
        "Sends a link to set a new password, if the address is that of an account; the answer is "
        "the same if it is not",
        "password_reset",
        202,
        public=True,
    ),
    Operation(
        "POST",
        "/v1/auth/password-reset/confirm",
        reset_password,
        "Sets the password with the token of a link, once, and ends all sessions of the account",
        "password_confirmation",
        204,
        problems=("link-expired",),
        public=True,
    ),
    Operation(
        "POST",
        "/v1/auth/totp",
        add_totp,
        "Adds a second factor (RFC 6238): `password` gives a secret for an authenticator, then "
        "`code` makes it count and gives the recovery codes, which are not shown again",
        "totp",
        answer="totp_added",
        problems=("conflict",),
    ),
    Operation(
        "DELETE",
        "/v1/auth/totp",
        remove_totp,
        "Takes the second factor away; code may be a recovery code",
        "totp_removal",
        204,
        problems=("conflict",),
    ),
)
# app/http/openapi_files.py describes these.
FILES = (
    Operation("POST", "/v1/imports", import_file),
    Operation("GET", "/v1/exports/{kind}", export),
)
# app/http/openapi_events.py describes this one.
EVENTS = (Operation("GET", "/v1/events", event_stream),)
OPERATIONS = (*SIGNING_IN, *FILES, *EVENTS)
