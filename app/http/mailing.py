"""Sends the mail that waits in the database; several servers take turns."""

import asyncio
import logging
from contextlib import suppress

import psycopg

from app.auth.mail import make_message, send
from app.http.handler import Api
from app.http.login_calls import call, perform
from app.http.logs import write_line

# How long a mail that another server queued, or one that is tried again, may wait for us.
PAUSE = 5.0


async def deliver(api: Api) -> None:
    """Send what is due, now and whenever there is more."""
    while True:
        try:
            while await _deliver_one(api):
                pass
        except psycopg.Error as error:
            logging.getLogger(__name__).warning("The mail was not looked through: %s", error)
        with suppress(TimeoutError):
            await asyncio.wait_for(api.mail_waits.wait(), PAUSE)
        api.mail_waits.clear()


async def _deliver_one(api: Api) -> bool:
    """Send one mail, if one is due. One that was sent but not reported is sent again later."""
    mail = await call(api.pool, "take_mail")
    if mail is None:
        return False
    try:
        message = make_message(api.settings, **mail)
        await asyncio.to_thread(send, api.settings, mail["mail_id"], message)
    except Exception as error:
        # Whatever it is, and the parser of addresses has its own ways to fail: other mail goes on.
        reason = str(error) or repr(error)
        await perform(api.pool, "report_mail", mail["mail_id"], reason)
        write_line("warning", "mail not sent", mail=mail["mail_id"], reason=reason)
    else:
        await perform(api.pool, "report_mail", mail["mail_id"], None)
        write_line("info", "mail sent", mail=mail["mail_id"])
    return True
