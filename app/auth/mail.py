"""Mail: by SMTP, or as files where there is no server for it."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from urllib.parse import unquote, urlsplit

from app.config import Settings

PATIENCE = 20.0


def make_message(
    settings: Settings, mail_id: int, recipient: str, subject: str, body: str
) -> EmailMessage:
    """The message; the address of the server is filled in by the server that sends it."""
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = recipient
    message["Subject"] = subject
    message["Date"] = formatdate(usegmt=True)
    message["Message-ID"] = make_msgid(f"strata-{mail_id}", urlsplit(settings.address).hostname)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body.replace("{address}", settings.address))
    return message


def send(settings: Settings, mail_id: int, message: EmailMessage) -> None:
    """Send it, or leave it in the outbox of the data directory; an OSError when that fails."""
    if settings.smtp_url:
        _send_by_smtp(settings.smtp_url, message)
    else:
        _write(settings.data_directory / "outbox", mail_id, message)


def _send_by_smtp(url: str, message: EmailMessage) -> None:
    parts = urlsplit(url)
    host = parts.hostname or ""
    trust = ssl.create_default_context()
    client: smtplib.SMTP
    if parts.scheme == "smtps":
        client = smtplib.SMTP_SSL(host, parts.port or 465, timeout=PATIENCE, context=trust)
    else:
        client = smtplib.SMTP(host, parts.port or 25, timeout=PATIENCE)
    with client:
        if parts.query == "starttls":
            client.starttls(context=trust)
        if parts.username:
            client.login(unquote(parts.username), unquote(parts.password or ""))
        client.send_message(message)


def _write(directory: Path, mail_id: int, message: EmailMessage) -> None:
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = directory / f"{mail_id:06d}.eml"
    file.touch(mode=0o600)
    file.write_bytes(message.as_bytes())
