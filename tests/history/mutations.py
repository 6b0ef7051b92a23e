"""Faults to put in, so that the checker shows that it finds them."""

import psycopg

SOURCE = "SELECT pg_get_functiondef(%s::regprocedure)"
# Function, what stands there, and what then stands there.
MUTATIONS = {
    # A cursor that goes on from the highest number it has seen: what commits later is never seen.
    "cursor": (
        "event.sequence(boolean)",
        "ids := ARRAY(SELECT o.outbox_id FROM event.outbox AS o ORDER BY",
        "ids := ARRAY(SELECT o.outbox_id FROM event.outbox AS o WHERE o.outbox_id > ("
        "SELECT coalesce(max(m.outbox_id), 0) FROM event.mutation AS m) ORDER BY",
    ),
    # Positions in no order.
    "disorder": ("event.sequence(boolean)", "ORDER BY e.place, e.rank", "ORDER BY random()"),
    # Viewers of one unit hear nothing of it.
    "deaf": ("event.sequence(boolean)", "e.scopes", "array_remove(e.scopes, 'v3')"),
}
KEEP_CURSOR = (
    "things := ARRAY(",
    "INSERT INTO event.mutation SELECT max(t.outbox_id) FROM unnest(taken) AS t;\n"
    "    things := ARRAY(",
)


def mutate(url: str, name: str) -> None:
    """Put the fault into the database's code."""
    function, before, after = MUTATIONS[name]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET ROLE strata_owner")
        row = connection.execute(SOURCE, [function]).fetchone()
        assert row
        text: str = row[0]
        if name == "cursor":
            connection.execute("CREATE TABLE event.mutation (outbox_id bigint)")
            text = replaced(text, *KEEP_CURSOR)
        connection.execute(replaced(text, before, after).encode())


def replaced(text: str, before: str, after: str) -> str:
    """The text with the fault; it must be there that something can be broken."""
    assert text.count(before) == 1, f"{before!r} is not in the function once"
    return text.replace(before, after)
