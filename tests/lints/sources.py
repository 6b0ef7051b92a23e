"""What no other linter sees: run by scripts/lint, prints one line per fault."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pglast
from pglast import ast

from app import ROOT
from app.database import code, migrate
from app.stop import Stop

SKIPPED = {".git", ".venv", ".strata", "__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache"}
SKIPPED |= {".hypothesis", "node_modules", "strata.egg-info"}
# Where packages come from is the installer's business, and paths of one machine are nobody's.
# (Written so that this file does not contain what it looks for.)
FORBIDDEN = re.compile(
    r"pyp[i]\.org|pythonhoste[d]\.org|npmj[s]\.(com|org)|npm\.js[r]\.io|jsr\.i[o]|den[o]\.land"
    r"|proxy\.golan[g]\.org|/wor[k]/(main|shared)|/opt/(pyp[i]|wheel[s])"
)


def main() -> int:
    """Print the faults; 1 when there are any."""
    faults = [*sql_faults(ROOT), *text_faults(ROOT)]
    print("\n".join(faults), end="\n" if faults else "")
    return 1 if faults else 0


def sql_faults(root: Path) -> Iterator[str]:
    """Faults of sql/ and migrations/."""
    try:
        code.read_code(root)
        migrate.checksums(root)
    except Stop as stop:
        yield str(stop)
    for path in sorted([*(root / "sql").rglob("*.sql"), *(root / "migrations").glob("*.sql")]):
        name, text = path.relative_to(root), path.read_text(encoding="utf-8")
        try:
            statements = pglast.parse_sql(text)
        except pglast.parser.ParseError as error:
            yield f"{name}: {error}"
            continue
        for statement in statements:
            start, length = statement.stmt_location or 0, statement.stmt_len
            written = text[start : start + length] if length else text[start:]
            for fault in statement_faults(statement.stmt, written):
                yield f"{name}: {fault}"


def statement_faults(statement: ast.Node | None, written: str) -> Iterator[str]:
    """Faults of one statement: a plpgsql body that does not parse, a volatility left unsaid."""
    if isinstance(statement, ast.CreateFunctionStmt):
        options = {option.defname: option.arg for option in statement.options or ()}
        name = ".".join(part.sval for part in statement.funcname or ())
        if "volatility" not in options and not statement.is_procedure:
            yield f"{name} does not say whether it is immutable, stable or volatile"
        if options["language"].sval != "plpgsql":
            return
    elif not isinstance(statement, ast.DoStmt):
        return
    else:
        name = "a DO block"
    try:
        pglast.parse_plpgsql(written)
    except pglast.parser.ParseError as error:
        # Types of our schemas are beyond it; the deployment checks those bodies too.
        if "LookupExplicitNamespace" not in str(error):
            yield f"{name}: {error}"


def text_faults(root: Path) -> Iterator[str]:
    """Names in any file of the repository that do not belong there."""
    for path in sorted(root.rglob("*")):
        if SKIPPED & set(path.relative_to(root).parts) or not path.is_file():
            continue
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), start=1):
            if found := FORBIDDEN.search(line):
                yield f"{path.relative_to(root)}:{number}: {found.group()} does not belong here"


if __name__ == "__main__":
    sys.exit(main())
