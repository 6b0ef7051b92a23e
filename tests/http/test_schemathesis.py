"""schemathesis asks the running server what the OpenAPI document allows, and what it forbids."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app import ROOT
from tests.http.running import Running

CONFIGURATION = Path(__file__).parent / "schemathesis.toml"


def without_cursors(document: dict[str, Any]) -> None:
    """A cursor comes from an answer and cannot be made up; test_collections.py follows them."""
    for methods in document["paths"].values():
        for operation in methods.values():
            operation["parameters"] = [
                each for each in operation["parameters"] if each["name"] != "cursor"
            ]


@pytest.mark.usefixtures("newest")
@pytest.mark.parametrize(
    ("role", "effort"),
    [
        ("admin", ("--max-examples", "2")),
        # What the values may be does not depend on the role: what is answered does.
        *(
            (role, ("--max-examples", "2", "--phases", "examples,fuzzing"))
            for role in ("manager", "staff", "viewer")
        ),
    ],
)
def test_all_checks(server: Running, tmp_path: Path, role: str, effort: tuple[str, ...]) -> None:
    """Positive and negative data, methods, headers, and what was deleted, with all checks.

    Here it is short and always the same. To run longer: `--max-examples`, another `--seed`, or
    `.venv/bin/st run` with the same configuration against any server that may be filled with junk.
    """
    document = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))
    without_cursors(document)
    (tmp_path / "openapi.json").write_text(json.dumps(document), encoding="utf-8")
    configuration = CONFIGURATION.read_text(encoding="utf-8")
    token = server.token
    if role != "admin":
        # On a part of the organisation: much of what is right in form is not allowed.
        account = server.add_account(f"{role}@schema.test", role)
        server.execute(f"UPDATE auth.role_grant SET unit_id = 3 WHERE account_id = {account}")
        token = server.log_in(f"{role}@schema.test")["access_token"]
        configuration = configuration.replace('"404"', '"403", "404"')
    (tmp_path / "schemathesis.toml").write_text(configuration, encoding="utf-8")
    ran = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", "schemathesis.toml"),
            *("run", "openapi.json", "--url", str(server.http.base_url), "--checks", "all"),
            *(*effort, "--seed", "1", "--continue-on-failure"),
            *("--header", f"Authorization: Bearer {token}"),
            # What ends the session by which is asked is tested in test_sign_in.py, and what has no
            # end in tests/realtime.
            *("--exclude-path-regex", "^/v1/(auth/(logout|sessions)|events$)"),
        ],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert not [line for line in server.lines() if line["level"] == "error"]
    assert server.get("/v1/me").status_code == 200
