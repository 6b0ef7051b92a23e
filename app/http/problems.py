"""Problem answers (RFC 9457): the registry of the database, and what each error becomes.

DETAIL and HINT of PostgreSQL print other people's rows and are never forwarded. Only errors of our
own class, ST, say in MESSAGE what a client may read, in COLUMN the field, and in DETAIL a list of
errors as JSON.
"""

import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import psycopg

RETRY_AFTER = {"Retry-After": "2"}


class Problem(NamedTuple):
    """A row of api.problem."""

    slug: str
    code: str
    status: int
    title: str
    description: str
    raised_by: list[str]


class Constraint(NamedTuple):
    """What the comment of a constraint says."""

    slug: str
    field: str
    sentence: str


class Refusal(Exception):
    """A request that ends in a problem."""

    def __init__(
        self,
        slug: str,
        detail: str,
        errors: Sequence[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
        code: str | None = None,
    ) -> None:
        super().__init__(detail)
        self.slug = slug
        self.detail = detail
        self.errors = errors
        self.headers = dict(headers or {})
        self.code = code
        self.cookies: Sequence[tuple[bytes, bytes]] = ()


@dataclass(frozen=True)
class Registry:
    """Every problem there is, and how errors of the database are mapped to them."""

    problems: Sequence[Problem]
    constraints: Mapping[str, Constraint]
    by_slug: dict[str, Problem] = field(init=False)
    by_sqlstate: dict[str, Problem] = field(init=False)

    def __post_init__(self) -> None:
        """Index the problems."""
        slugs = {problem.slug: problem for problem in self.problems}
        states = {state: problem for problem in self.problems for state in problem.raised_by}
        states |= {problem.code: problem for problem in self.problems}
        object.__setattr__(self, "by_slug", slugs)
        object.__setattr__(self, "by_sqlstate", states)

    def find(self, sqlstate: str) -> Problem | None:
        """The problem of an SQLSTATE: the longest beginning that is registered counts."""
        for length in range(len(sqlstate), 1, -1):
            if problem := self.by_sqlstate.get(sqlstate[:length]):
                return problem
        return None

    def refusal(self, error: Exception, account: int | None) -> Refusal | None:
        """What a client is told about an error of the database; None when it is our fault."""
        if _is_out_of_reach(error):
            return Refusal(
                "unavailable", "The database cannot be reached or is busy.", headers=RETRY_AFTER
            )
        sqlstate = error.sqlstate if isinstance(error, psycopg.Error) else None
        problem = self.find(sqlstate or "")
        if problem is None or not isinstance(error, psycopg.Error):
            return None
        diagnosis = error.diag
        if problem.code == sqlstate:
            return _own_refusal(problem, diagnosis)
        if constraint := self.constraints.get(diagnosis.constraint_name or ""):
            return Refusal(
                constraint.slug,
                constraint.sentence,
                [{"pointer": f"/{constraint.field}", "detail": constraint.sentence}],
                code=diagnosis.constraint_name,
            )
        if problem.slug == "not-allowed" and account is None:
            return Refusal("login-required", "Nobody is signed in.")
        headers = RETRY_AFTER if problem.status == 503 else {}
        return Refusal(problem.slug, problem.description, headers=headers)

    def document(self, refusal: Refusal, path: str, request_id: str) -> tuple[int, bytes]:
        """Status and body of the answer."""
        problem = self.by_slug[refusal.slug]
        document = {
            "type": f"/problems/{problem.slug}",
            "title": problem.title,
            "status": problem.status,
            "detail": refusal.detail,
            "instance": path,
            "code": refusal.code or problem.code,
            "request_id": request_id,
        }
        if refusal.errors:
            document["errors"] = list(refusal.errors)
        return problem.status, json.dumps(document, ensure_ascii=False).encode()


def pointer_to(name: str) -> str:
    """The JSON pointer (RFC 6901) to a member, whatever its name."""
    return "/" + name.replace("~", "~0").replace("/", "~1")


def describe(problem: Problem, as_html: bool) -> bytes:
    """What /problems/{slug} shows."""
    if as_html:
        return (
            f'<!doctype html><html lang="en"><meta charset="utf-8">'
            f"<title>{html.escape(problem.title)}</title><h1>{html.escape(problem.title)}</h1>"
            f"<p>{html.escape(problem.description)}</p>"
            f"<p>Status {problem.status}, code {problem.code}</p></html>"
        ).encode()
    document = {
        "type": f"/problems/{problem.slug}",
        "title": problem.title,
        "status": problem.status,
        "code": problem.code,
        "description": problem.description,
    }
    return json.dumps(document).encode()


def _own_refusal(problem: Problem, diagnosis: psycopg.errors.Diagnostic) -> Refusal:
    """A refusal that one of our functions worded."""
    sentence = diagnosis.message_primary or problem.description
    errors: list[dict[str, Any]] = []
    if diagnosis.message_detail:
        errors = json.loads(diagnosis.message_detail)
    elif diagnosis.column_name:
        errors = [{"pointer": f"/{diagnosis.column_name}", "detail": sentence}]
    return Refusal(problem.slug, sentence, errors, code=diagnosis.constraint_name)


def _is_out_of_reach(error: Exception) -> bool:
    """Whether there is no connection, or it broke before the database could say anything."""
    # The errors of the pool are operational errors without an SQLSTATE too.
    return isinstance(error, psycopg.OperationalError) and error.sqlstate is None
