"""From a request to the statement that answers it."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import parse_qsl

from psycopg.adapt import Transformer

from app.http.contract import Function
from app.http.problems import Refusal, pointer_to

# What a request may do and how long, for its own transaction only. The role comes first: from then
# on the transaction is strata_user's, and auth.enter says as whom it acts.
SETUP = (
    "SELECT set_config('role', 'strata_user', TRUE), "
    "set_config('transaction_read_only', '{read_only}', TRUE), "
    "set_config('statement_timeout', '15s', TRUE), "
    "set_config('lock_timeout', '5s', TRUE); "
    "SELECT auth.enter({session}, '{request_id}'); "
)
# Writes literals that are right whatever the settings of a connection.
QUOTER = Transformer()
FORMS = {
    "bigint": "a whole number",
    "bigint[]": "whole numbers, separated by commas",
    "boolean": "true or false",
    "date": "a date (YYYY-MM-DD)",
    "integer": "a whole number",
}
# PostgreSQL would read "yesterday" and other forms too.
DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Actor(NamedTuple):
    """Who asks: the account and its session, in which request."""

    account: int
    session: int
    request_id: str


class Statement(NamedTuple):
    """A string of statements, and where each argument stands in it."""

    text: str
    places: dict[str, range]

    def argument_at(self, position: str | None) -> str | None:
        """The argument whose text PostgreSQL could not read, from the position of its error."""
        if position is None:
            return None
        at = int(position) - 1
        return next((name for name, place in self.places.items() if at in place), None)


def read_query(query: bytes, function: Function, elsewhere: set[str]) -> dict[str, list[str]]:
    """The parameters of the query, by name.

    What the function does not know is refused, and so is what comes from elsewhere in the request.
    """
    try:
        pairs = parse_qsl(
            query.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=1000
        )
    except ValueError:
        raise Refusal("malformed-text", "The query of the address cannot be read.") from None
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        if name not in function.arguments or name in elsewhere:
            raise Refusal(
                "unknown-parameter",
                f"There is no parameter {name}.",
                [{"pointer": pointer_to(name), "detail": "This resource has no such parameter."}],
            )
        values.setdefault(name, []).append(value)
    return values


def call(function: Function, values: Mapping[str, Sequence[str]]) -> tuple[str, dict[str, range]]:
    """The call of a function with named arguments, and where in it each of them stands."""
    if missing := sorted(function.required - values.keys()):
        errors = [{"pointer": f"/{name}", "detail": f"{name} is missing."} for name in missing]
        raise Refusal("invalid-value", f"{', '.join(missing)} is missing.", errors)
    text = f"api.{function.name}("
    places: dict[str, range] = {}
    for name, given in values.items():
        kind = function.arguments[name]
        if kind.endswith("[]"):
            elements = [element for value in given for element in value.split(",")]
            value = "{" + ",".join(_array_element(element) for element in elements) + "}"
        elif len(given) == 1:
            value = given[0]
        else:
            raise malformed(name, f"{name} is given more than once.")
        if kind == "date" and not DATE.fullmatch(value):
            raise unreadable(name, kind)
        if "\0" in value:
            raise malformed(name, f"{name} contains a character that text cannot have.")
        if places:
            text += ", "
        argument = f'"{name}" => {literal(value)}'
        places[name] = range(len(text), len(text) + len(argument))
        text += f"{argument}::{kind}"
    return text + ")", places


def setup(actor: Actor, writes: bool) -> str:
    """What comes before the statements of a request."""
    return SETUP.format(
        read_only="off" if writes else "on", session=actor.session, request_id=actor.request_id
    )


def build(
    function: Function,
    values: Mapping[str, Sequence[str]],
    actor: Actor,
    around: tuple[str, str],
) -> Statement:
    """The statement that calls the function for the actor, with what stands around the call."""
    before_all = setup(actor, function.volatile)
    calling, places = call(function, values)
    before, after = around
    start = len(before_all) + len(before)
    return Statement(
        before_all + before + calling + after,
        {name: range(place.start + start, place.stop + start) for name, place in places.items()},
    )


def literal(text: str) -> str:
    """The text as a literal of SQL."""
    return QUOTER.as_literal(text).decode()


def malformed(name: str, sentence: str) -> Refusal:
    """The refusal of a parameter that cannot be read."""
    return Refusal("malformed-text", sentence, [{"pointer": f"/{name}", "detail": sentence}])


def unreadable(name: str, kind: str) -> Refusal:
    """The refusal of an argument that PostgreSQL could not read."""
    if name == "body":
        return Refusal("malformed-text", "The body is not JSON that can be stored.")
    return malformed(name, f"{name} must be {FORMS.get(kind, kind)}.")


def _array_element(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
