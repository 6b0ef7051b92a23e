"""The accounts that exist from the first start on, and their password."""

from typing import NamedTuple

import psycopg

from app.auth.passwords import make_hasher, normalised, verifies
from app.config import Settings
from app.kept_secret import kept_secret


class Login(NamedTuple):
    """An account that we make, with a role on a unit, or else on the whole organisation."""

    email: str
    name: str
    role: str
    unit: str | None = None


ADMIN = Login("admin@demo.test", "Administrator", "admin")
DEMO_LOGINS = (
    ADMIN,
    Login("manager@demo.test", "Manager", "manager", "Customer Service"),
    Login("staff@demo.test", "Staff", "staff", "Service Desk Berlin"),
    Login("viewer@demo.test", "Viewer", "viewer"),
)

ADMINISTRATOR = """
SELECT EXISTS (
    SELECT FROM auth.account AS a
    JOIN auth.role_grant AS g ON g.account_id = a.account_id
    WHERE a.active AND g.role = 'admin' AND g.unit_id IS NULL
)
"""
DEMO_CREDENTIALS = """
SELECT EXISTS (
    SELECT FROM auth.account AS a
    JOIN auth.credential AS c ON c.account_id = a.account_id
    WHERE a.active AND a.email LIKE '%@demo.test' AND c.password_hash IS NOT NULL
)
"""
HASHES = """
SELECT a.email, c.password_hash
FROM auth.account AS a LEFT JOIN auth.credential AS c ON c.account_id = a.account_id
WHERE a.email = ANY(%s)
"""
STORE = "SELECT auth.store_account(%s, %s, %s, %s)"


def prepare_logins(settings: Settings, admin_url: str) -> list[str]:
    """See that there is an administrator and that ours have a password; how to sign in, in lines.

    The password of the environment is set whenever it is not theirs. The one that we made up is
    set only once: whoever has changed it since keeps the change.
    """
    hasher = make_hasher(settings)
    with psycopg.connect(admin_url) as connection:
        connection.execute("SET LOCAL ROLE strata_owner")
        emails = [login.email for login in DEMO_LOGINS]
        hashes: dict[str, str | None] = dict(connection.execute(HASHES, [emails]).fetchall())
        if connection.execute(ADMINISTRATOR).fetchone() == (False,):
            hashes.setdefault(ADMIN.email, None)
        ours = [login for login in DEMO_LOGINS if login.email in hashes]
        if not ours:
            return []
        password = settings.demo_password or kept_secret(
            settings.data_directory / "demo-password", 9
        )
        for login in ours:
            current = hashes[login.email]
            forced = settings.demo_password and not verifies(hasher, current, password)
            if current is None or forced:
                hashes[login.email] = hasher.hash(normalised(password))
                connection.execute(STORE, [*login[:3], hashes[login.email]])
    if settings.demo_password:
        hint = "the password is that of STRATA_DEMO_PASSWORD"
    elif verifies(hasher, hashes[ours[0].email], password):
        hint = f"the password is {password}"
    else:
        hint = "the password was set elsewhere; STRATA_DEMO_PASSWORD sets a new one"
    return [f"Logins: {', '.join(login.email for login in ours)}; {hint}."]


def has_demo_credentials(admin_url: str) -> bool:
    """Whether somebody could sign in as one of the demo organisation."""
    with psycopg.connect(admin_url) as connection:
        connection.execute("SET LOCAL ROLE strata_owner")
        return connection.execute(DEMO_CREDENTIALS).fetchone() == (True,)
