"""What rights cost: the same requests of the same accounts with row security and without it."""

import statistics
from collections.abc import Iterator
from functools import partial
from itertools import repeat
from pathlib import Path

import psycopg
from common import HERE
from load import get, load, sign_in, strata
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

ROUNDS = 3
SECONDS = 2.0
CLIENTS = 4
UNGUARDED = (HERE / "unguarded.sql").read_text(encoding="utf-8")
# Role, and whether it is held on everything at once or on every team, so that all see the same.
ACCOUNTS = {"admin": True, "viewer": True, "manager": False, "staff": False}
STORE = """
WITH stored AS (
    INSERT INTO auth.account (email, name) VALUES ({email}, {email}) RETURNING account_id
), secret AS (
    INSERT INTO auth.credential (account_id, password_hash)
    SELECT s.account_id, c.password_hash FROM stored AS s, auth.credential AS c LIMIT 1
)
INSERT INTO auth.role_grant (account_id, role, unit_id)
SELECT s.account_id, {role}, u.unit_id
FROM stored AS s CROSS JOIN (SELECT NULL::bigint WHERE {everywhere}
    UNION ALL SELECT unit_id FROM org.unit WHERE parent_id IS NOT NULL AND NOT {everywhere})
    AS u (unit_id)
"""


def measure(
    version: str, url: str, board: str, person: str, directory: Path
) -> list[dict[str, object]]:
    """Rates of the board of everybody and of one person, per account, guarded and not, in turns."""
    with psycopg.connect(url, autocommit=True) as connection:
        for role, everywhere in ACCOUNTS.items():
            values = {"email": f"{role}@rights.test", "role": role, "everywhere": everywhere}
            connection.execute(sql.SQL(STORE).format(**values))
        connection.execute("VACUUM ANALYZE")
    unguarded = copy(url)
    rows: list[dict[str, object]] = []
    with strata(url, directory) as guarded_port, strata(unguarded, directory) as open_port:
        for role in ACCOUNTS:
            ports = (guarded_port, open_port)
            signed = {port: sign_in(port, f"{role}@rights.test") for port in ports}
            for what, path in {"day board": board, "one person": person}.items():
                taken: dict[int, list[float]] = {port: [] for port in ports}
                for _ in range(ROUNDS):
                    for port, rates in taken.items():
                        asked = partial(repeat_of, get(port, path, **signed[port]))
                        rates.append(load(port, CLIENTS, SECONDS, asked, 200).rate)
                guarded, free = (statistics.median(rates) for rates in taken.values())
                rows.append(
                    {
                        "PostgreSQL": version,
                        "account": role,
                        "what": what,
                        "with rights, 1/s": guarded,
                        "without, 1/s": free,
                        "cost": free / guarded,
                    }
                )
    return rows


def repeat_of(request: bytes, _: int) -> Iterator[bytes]:
    """One request again and again, for any client."""
    return repeat(request)


def copy(url: str) -> str:
    """The URL of a copy of the database in which nothing is asked."""
    name = f"{conninfo_to_dict(url)['dbname']}_unguarded"
    with psycopg.connect(make_conninfo(url, dbname="postgres"), autocommit=True) as connection:
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        source = sql.Identifier(str(conninfo_to_dict(url)["dbname"]))
        connection.execute(statement.format(sql.Identifier(name), source))
    own = make_conninfo(url, dbname=name)
    with psycopg.connect(own, autocommit=True) as connection:
        connection.execute(UNGUARDED)
    return own
