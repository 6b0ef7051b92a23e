"""An account writes what its roles allow, and learns nothing of what is hidden from it."""

import re

import psycopg
from hypothesis import example, given, settings
from hypothesis import strategies as st
from psycopg import Connection
from psycopg.types.json import Jsonb

from tests.rights.asking import Request
from tests.rights.known_scenes import HANDED_ON
from tests.rights.model import Rights
from tests.rights.organisation import PEOPLE, Scene, scenes
from tests.rights.store import Stored, stored
from tests.rights.writes import NOT_THERE, REFUSED, RULES, Write, faults, found, writes

VERSION = "SELECT version FROM schedule.request_resource WHERE id = %s"
Refusal = tuple[str | None, ...]


def attempt(
    database: Stored, account_id: int, function: str, arguments: tuple[object, ...], *numbers: int
) -> Refusal | None:
    """What the refusal of a call says, in which numbers that were sent are no more told apart."""
    statement = f"SELECT api.{function}({', '.join(['%s'] * len(arguments))})::text"
    try:
        with database.acting(account_id):
            database.connection.execute(statement.encode(), arguments)
    except psycopg.Error as error:
        said = error.diag
        words = (said.message_primary, said.message_detail, said.message_hint)
        pattern = "|".join(rf"\b{number}\b" for number in numbers) or "$^"
        return (
            said.sqlstate,
            said.constraint_name,
            said.column_name,
            *(None if each is None else re.sub(pattern, "N", each) for each in words),
        )
    return None


def forbids(refusal: Refusal | None, constraints: set[str]) -> bool:
    """Whether the refusal is one of rights."""
    return refusal is not None and (refusal[0] in (REFUSED, "ST004") or refusal[1] in constraints)


def check_write(database: Stored, rights: Rights, write: Write) -> None:
    account_id, noun = rights.account.account_id, write.noun
    body = write.body(database)
    constraints = {rule[3] for rule in RULES[noun]}
    sent = (write.staff_id, write.unit_id)
    if write.action == "create":
        refusal = attempt(database, account_id, f"{noun}_create", (Jsonb(body),), *sent)
        against = faults(rights, noun, body)
    else:
        seen, before = found(rights, noun, write.target)
        more: tuple[object, ...] = (Jsonb(body),) if write.action == "change" else ()
        function = f"{noun}_{write.action}"
        refusal = attempt(database, account_id, function, (write.target, *more), write.target)
        if not seen:
            nothing = attempt(database, account_id, function, (NOT_THERE + 1, *more), NOT_THERE + 1)
            assert refusal == nothing
            assert refusal is not None
            assert refusal[0] == "ST004"
            return
        after = {**before, **body} if write.action == "change" else before
        against = faults(rights, noun, before) | faults(rights, noun, after)
    if not against:
        exists = NOT_THERE not in sent and write.unit_id in rights.scene.parents
        # What stands on a unit keeps it from being deleted by the same constraint.
        spoken = set() if write.action == "end" else constraints
        assert not (exists and forbids(refusal, spoken)), refusal
        return
    assert refusal is not None
    assert (refusal[1] if refusal[0] == "23503" else refusal[0]) in against, (refusal, against)
    if against <= constraints:
        check_nothing_named(database, rights, write, refusal)


def check_nothing_named(database: Stored, rights: Rights, write: Write, refusal: Refusal) -> None:
    """What is hidden and was named says the same as what is not there."""
    if write.action != "create" or len(write.named) != 1:
        return
    body = write.body(database)
    body[write.named[0]] = NOT_THERE
    account_id = rights.account.account_id
    nothing = attempt(
        database,
        account_id,
        f"{write.noun}_create",
        (Jsonb(body),),
        NOT_THERE,
        write.staff_id,
        write.unit_id,
    )
    assert refusal == nothing


def check_request(database: Stored, rights: Rights, staff_id: int) -> None:
    """Who may ask for something, for whom."""
    day = database.date(200)
    items = [{"activity": "office", "start": f"{day}T08:00:00Z", "end": f"{day}T09:00:00Z"}]

    def ask(who: int) -> Refusal | None:
        body = Jsonb({"staff_id": who, "adjustments": items})
        return attempt(database, rights.account.account_id, "create_request", (body,), who)

    refusal = ask(staff_id)
    if staff_id not in rights.known_staff():
        assert refusal == ask(NOT_THERE + 1)
        assert refusal is not None
    elif rights.everywhere("admin") or rights.answers_for(staff_id, "staff"):
        assert refusal is None
    else:
        assert refusal is not None
        assert refusal[0] == REFUSED


def check_move(database: Stored, rights: Rights, request: Request, action: str) -> None:
    """Who may decide a request or take it back; to others it is as if there were none."""
    number, account_id = request.request_id, rights.account.account_id
    version = database.value(VERSION, number)

    def move(which: int) -> Refusal | None:
        body = Jsonb({"version": version})
        return attempt(database, account_id, f"request_{action}", (which, body), which)

    refusal = move(number)
    if not rights.reads_request(request):
        assert refusal is not None
        assert refusal[0] == "ST004"
        assert refusal == move(NOT_THERE)
    elif request.state != "pending":
        assert refusal is not None
        assert refusal[0] == "ST080"
    elif rights.may_withdraw(request) if action == "withdraw" else rights.may_decide(request):
        # An approval may meet something else of the same time.
        assert refusal is None or (action == "approve" and refusal[0] in ("ST007", "ST082"))
    else:
        assert refusal is not None
        assert refusal[0] == "ST011"


@settings(max_examples=20)
@example(scene=HANDED_ON, attempts=[], asked=[], moves=["approve", "reject", "approve", "reject"])
@given(
    scene=scenes(),
    attempts=st.lists(st.tuples(st.sampled_from(range(4)), writes()), min_size=12, max_size=12),
    asked=st.lists(
        st.tuples(st.sampled_from(range(4)), st.sampled_from(PEOPLE)), min_size=3, max_size=3
    ),
    moves=st.lists(st.sampled_from(("approve", "reject", "withdraw")), min_size=4, max_size=4),
)
def test_writes_are_allowed_as_in_the_model(
    connection: Connection,
    scene: Scene,
    attempts: list[tuple[int, Write]],
    asked: list[tuple[int, int]],
    moves: list[str],
) -> None:
    everybody = [Rights(scene, account) for account in scene.accounts]
    with stored(connection, scene) as database:
        for number, write in attempts:
            check_write(database, everybody[number], write)
        for number, staff_id in asked:
            check_request(database, everybody[number], staff_id)
        for request in sorted(scene.asked.requests, key=lambda each: each.state)[-4:]:
            for rights, action in zip(everybody[:4], moves, strict=True):
                check_move(database, rights, request, action)
