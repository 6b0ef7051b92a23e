"""What the database says about the functions behind the routes, read once at start."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import psycopg

from app.http.messages import Messages, read_messages
from app.http.problems import Constraint, Problem, Registry
from app.http.routes import Route
from app.http.shapes import Shapes, read_shapes
from app.stop import Stop

FUNCTIONS = """
SELECT
    p.proname,
    coalesce(p.proargnames, '{}'),
    ARRAY(
        SELECT format_type(t.oid, NULL)
        FROM unnest(p.proargtypes) WITH ORDINALITY AS t (oid, place)
        ORDER BY t.place
    ),
    ARRAY(
        SELECT pg_get_function_arg_default(p.oid, g.place)
        FROM generate_series(1, p.pronargs) AS g (place)
    ),
    p.provolatile = 'v',
    obj_description(p.oid, 'pg_proc'),
    has_function_privilege('strata_user', p.oid, 'EXECUTE')
FROM pg_proc AS p
WHERE p.pronamespace = 'api'::regnamespace
"""
PROBLEMS = "SELECT slug, sqlstate, status, title, description, raised_by FROM api.problem"
# The constraints of tables, and the unique indexes that are no constraints.
CONSTRAINTS = """
SELECT c.conname, d.description
FROM pg_constraint AS c
JOIN pg_description AS d ON d.objoid = c.oid AND d.classoid = 'pg_constraint'::regclass
WHERE d.description LIKE 'problem: %'
UNION ALL
SELECT c.relname, d.description
FROM pg_class AS c
JOIN pg_description AS d ON d.objoid = c.oid AND d.classoid = 'pg_class'::regclass
WHERE c.relkind = 'i' AND d.objsubid = 0 AND d.description LIKE 'problem: %'
"""


@dataclass(frozen=True)
class Function:
    """A function of schema api."""

    name: str
    arguments: dict[str, str]
    defaults: dict[str, str]
    volatile: bool
    documentation: str | None
    executable: bool

    @cached_property
    def required(self) -> frozenset[str]:
        """The arguments without a default."""
        return frozenset(self.arguments.keys() - self.defaults.keys())


@dataclass(frozen=True)
class Contract:
    """All that the server knows of the database."""

    functions: dict[str, Function]
    registry: Registry
    shapes: Shapes
    messages: Messages
    digest: str


def read_contract(url: str, routes: Iterable[Route]) -> Contract:
    """Read the contract as the server's login; stop where it does not fit the routes."""
    with psycopg.connect(url) as connection:
        connection.execute("SELECT set_config('role', 'strata_user', TRUE)")
        functions = {}
        for name, names, types, defaults, volatile, documentation, executable in connection.execute(
            FUNCTIONS
        ):
            if name in functions:
                raise Stop(f"There are two functions api.{name}: rename one and migrate.")
            arguments = dict(zip(names, types, strict=False))
            functions[name] = Function(
                name,
                arguments,
                {each: text for each, text in zip(names, defaults, strict=False) if text},
                volatile,
                documentation,
                executable,
            )
        problems = [Problem(*row) for row in connection.execute(PROBLEMS)]
        constraints = dict(
            _read_constraint(name, comment) for name, comment in connection.execute(CONSTRAINTS)
        )
        shapes = read_shapes(connection)
        messages = read_messages(connection)
        row = connection.execute("SELECT api.deployed_digest()").fetchone()
        assert row is not None
    known = {problem.slug for problem in problems}
    for name, constraint in constraints.items():
        if constraint.slug not in known:
            raise Stop(
                f"The comment of the constraint {name} names the problem {constraint.slug}, "
                "which sql/api/problem.sql does not have: correct it and migrate."
            )
    for route in routes:
        check_route(route, functions)
    return Contract(functions, Registry(problems, constraints), shapes, messages, *row)


def check_route(route: Route, functions: dict[str, Function]) -> None:
    """Stop when the function of a route cannot serve it."""
    what = f"{route.method} {route.path} is served by api.{route.function}"
    function = functions.get(route.function)
    if function is None:
        raise Stop(f"{what}, which the database does not have: run `strata migrate`.")
    for name in path_parameters(route.path):
        if name not in function.arguments:
            raise Stop(f"{what}, which has no argument {name}: correct the route or the function.")
    if route.method == "GET" and function.volatile:
        raise Stop(f"{what}, which is VOLATILE: a GET needs a STABLE function.")
    # What creates or changes something must have a body; an action upon something can do without.
    no_body = None if route.status == 201 or route.method == "PATCH" else "jsonb"
    if route.method != "GET" and function.arguments.get("body", no_body) != "jsonb":
        raise Stop(f"{what}, which has no argument body of type jsonb: give it one.")
    if not function.documentation:
        raise Stop(f"{what}, which has no comment: document it with COMMENT ON FUNCTION.")
    if not function.executable:
        raise Stop(f"{what}, which strata_user may not execute: grant it.")


def path_parameters(path: str) -> list[str]:
    """The names in the braces of a path."""
    return re.findall(r"{(\w+)}", path)


def _read_constraint(name: str, comment: str) -> tuple[str, Constraint]:
    found = re.fullmatch(r"problem: ([a-z-]+); field: (\w+); (.+)", comment)
    if found is None:
        raise Stop(
            f"The comment of the constraint {name} must read "
            "`problem: <slug>; field: <field>; <sentence>`: correct it and migrate."
        )
    return name, Constraint(*found.groups())
