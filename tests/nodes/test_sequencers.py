"""Many give out positions at once: each position is given once, and each change gets one."""

import random
import threading
import time

import psycopg

from tests.support.servers import Database

SECONDS = 3.0
ADD_SITE = "INSERT INTO org.site (name, time_zone) VALUES (%s, 'UTC')"
SITES = "SELECT name FROM org.site ORDER BY site_id"
TOLD = """
SELECT l.pos, s.name
FROM event.log AS l
LEFT JOIN org.site AS s
    ON l.payload ->> 'kind' = 'site' AND s.site_id = (l.payload ->> 'id')::bigint
ORDER BY l.pos
"""
END = "SELECT pos FROM event.sequencer"
TIMES_FALL = """
SELECT count(*) FROM (
    SELECT sequenced_at < lag(sequenced_at) OVER (ORDER BY pos) AS falls FROM event.log
) AS l WHERE falls
"""


def test_positions_have_no_gaps_and_no_twins(database: Database) -> None:
    until = time.monotonic() + SECONDS
    kept: list[set[str]] = []
    errors: list[psycopg.Error] = []

    def write(seed: int) -> None:
        """Some changes are undone, some take long, all of one transaction belong together."""
        chance = random.Random(seed)
        mine: set[str] = set()
        with psycopg.connect(database.url, autocommit=True) as connection:
            connection.execute("SET ROLE strata_owner")
            while time.monotonic() < until:
                names = {f"{seed} {len(mine)} {part}" for part in range(chance.randint(1, 3))}
                with connection.transaction() as transaction:
                    for name in names:
                        connection.execute(ADD_SITE, [name])
                        time.sleep(chance.choice((0, 0, 0.002, 0.1)))
                    if chance.random() < 0.2:
                        raise psycopg.Rollback(transaction)
                    mine |= names
        kept.append(mine)

    def sequence(seed: int) -> None:
        """As the relay does, sometimes waiting for the others."""
        chance = random.Random(seed)
        try:
            with psycopg.connect(
                database.url, autocommit=True, options="-c role=strata_relay"
            ) as connection:
                while time.monotonic() < until:
                    connection.execute("SELECT event.sequence(%s)", [chance.random() < 0.5])
        except psycopg.Error as error:
            errors.append(error)

    work = [threading.Thread(target=write, args=(seed,)) for seed in range(6)]
    work += [threading.Thread(target=sequence, args=(seed,)) for seed in range(6)]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    assert errors == []
    with database.connect() as connection:
        while connection.execute("SELECT event.sequence(TRUE)").fetchone() != (0,):
            pass
        told = connection.execute(TOLD).fetchall()
        assert [pos for pos, _ in told] == list(range(1, len(told) + 1))
        assert connection.execute(END).fetchone() == (len(told),)
        assert connection.execute(TIMES_FALL).fetchone() == (0,)
        sites = {name for (name,) in connection.execute(SITES).fetchall()}
        waiting = connection.execute("SELECT count(*) FROM event.outbox").fetchone()
    assert waiting == (0,)
    assert len(kept) == 6
    assert sites == set[str]().union(*kept)
    assert len(sites) > 50
    names = [name for _, name in told if name]
    assert sorted(names) == sorted(sites)


def test_whoever_does_not_wait_is_not_held_up(database: Database) -> None:
    with database.connect() as busy, database.connect() as other:
        # What an empty database is set up with.
        busy.execute("SELECT event.sequence(TRUE)")
        before = busy.execute(END).fetchone()
        assert before
        busy.execute("INSERT INTO org.site (name, time_zone) VALUES ('Tokyo', 'UTC')")
        with busy.transaction():
            assert busy.execute("SELECT event.sequence(TRUE)").fetchone() == (1,)
            other.execute("SET statement_timeout = '10s'")
            other.execute("INSERT INTO org.site (name, time_zone) VALUES ('Osaka', 'UTC')")
            assert other.execute("SELECT event.sequence(FALSE)").fetchone() == (0,)
        assert other.execute("SELECT event.sequence(FALSE)").fetchone() == (1,)
        assert other.execute(END).fetchone() == (before[0] + 2,)
