"""Passwords and the second factor over HTTP."""

import json

from starlette.requests import Request
from starlette.responses import Response

from app.auth.codes import (
    address_of,
    hashed,
    new_recovery_codes,
    new_secret,
    recovery_hash,
    step_of,
)
from app.auth.passwords import fault_of
from app.http.bodies import invalid, read_fields
from app.http.handler import JSON, Api
from app.http.login_calls import call, call_as, perform
from app.http.problems import Refusal
from app.http.sign_in import NO_STORE


async def change_password(api: Api, request: Request) -> Response:
    """A new password for who knows the present one; the other sessions end."""
    given = await read_fields(request, ("current_password", "new_password"))
    async with api.passwords.turn():
        own = await call_as(api, request, "own_credential")
        if fault := fault_of(given["new_password"], own["email"]):
            raise invalid("/new_password", fault)
        verified = await api.passwords.verified(own["password_hash"], given["current_password"])
        new_hash = await api.passwords.hash(given["new_password"]) if verified else ""
        if not await call_as(api, request, "change_password", verified, new_hash):
            raise _wrong_password("/current_password")
        return _done()


async def ask_for_reset(api: Api, request: Request) -> Response:
    """Send a link to the address, if it is that of an account; the answer does not say so."""
    given = await read_fields(request, ("email",))
    async with api.passwords.turn():
        await perform(api.pool, "request_reset", given["email"])
        api.mail_waits.set()
        return Response(status_code=202, headers=NO_STORE)


async def reset_password(api: Api, request: Request) -> Response:
    """Set a password by the token of a link; all sessions end."""
    given = await read_fields(request, ("token", "password"))
    token = hashed(given["token"])
    async with api.passwords.turn():
        email = await call(api.pool, "email_of_action", token)
        if email is None:
            raise _expired()
        if fault := fault_of(given["password"], email):
            raise invalid("/password", fault)
        new_hash = await api.passwords.hash(given["password"])
        if not await call(api.pool, "set_password_by_token", token, new_hash):
            raise _expired()
        return _done()


async def add_totp(api: Api, request: Request) -> Response:
    """Two steps: the password gives a secret, and a code of it makes it count."""
    given = await read_fields(request, (), ("password", "code"))
    if len(given) != 1:
        raise invalid("", "Send password to begin, or code to confirm.")
    async with api.passwords.turn():
        own = await call_as(api, request, "own_credential")
        if "password" in given:
            secret = new_secret()
            verified = await api.passwords.verified(own["password_hash"], given["password"])
            outcome = await call_as(api, request, "enrol_totp", verified, secret)
            if outcome == "failed":
                raise _wrong_password("/password")
            if outcome == "confirmed":
                raise Refusal("conflict", "There is a second factor already: remove it first.")
            return _json({"secret": secret, "uri": address_of(secret, own["email"])})
        if own["totp_secret"] is None or own["totp_confirmed"]:
            raise Refusal("conflict", "There is no second factor that waits for a code.")
        codes = new_recovery_codes()
        hashes: list[object] = [recovery_hash(code) for code in codes]
        step = step_of(own["totp_secret"], given["code"])
        if not await call_as(api, request, "confirm_totp", own["totp_secret"], step, hashes):
            raise invalid("/code", "The code is wrong, or has to wait after several failures.")
        return _json({"recovery_codes": codes})


async def remove_totp(api: Api, request: Request) -> Response:
    """Take the second factor away, for who has both factors."""
    given = await read_fields(request, ("password", "code"))
    async with api.passwords.turn():
        own = await call_as(api, request, "own_credential")
        verified = await api.passwords.verified(own["password_hash"], given["password"])
        code = given["code"]
        step = step_of(own["totp_secret"], code)
        outcome = await call_as(api, request, "remove_totp", verified, step, recovery_hash(code))
        if outcome == "password":
            raise _wrong_password("/password")
        if outcome == "code":
            raise invalid("/code", "The code is wrong or used up.")
        if outcome == "absent":
            raise Refusal("conflict", "There is no second factor.")
        return _done()


def _wrong_password(pointer: str) -> Refusal:
    return invalid(pointer, "The password is wrong, or has to wait after several failures.")


def _expired() -> Refusal:
    return Refusal("link-expired", "The link was used already or has expired: ask for a new one.")


def _done() -> Response:
    return Response(status_code=204, headers=NO_STORE)


def _json(document: dict[str, object]) -> Response:
    return Response(json.dumps(document), 200, NO_STORE, JSON)
