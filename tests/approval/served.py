"""Many people at one server, each signed in without the time that a password takes."""

from dataclasses import dataclass, field
from typing import Any

import httpx

from app.auth.keys import KeySource
from app.auth.tokens import Identity, Tokens
from app.config import read_settings
from tests.http.running import Running

OPEN_SESSION = """
INSERT INTO auth.session (account_id, created_at, last_used_at, expires_at)
SELECT account_id, now(), now(), now() + interval '1 hour' FROM auth.account
WHERE account_id = %s RETURNING session_id
"""


@dataclass
class Served:
    """A server, and requests to it by account."""

    running: Running
    _headers: dict[int, dict[str, str]] = field(default_factory=dict)

    def sign_in(self, accounts: list[int]) -> None:
        """A session and a token for each."""
        settings = read_settings({"STRATA_DATA_DIR": str(self.running.log.parent)})
        tokens = Tokens(KeySource(settings), str(self.running.http.base_url).rstrip("/"))
        with self.running.database.connect() as connection:
            for account in accounts:
                row = connection.execute(OPEN_SESSION, [account]).fetchone()
                assert row
                token = tokens.issue(Identity(account, row[0]))
                self._headers[account] = {"Authorization": f"Bearer {token}"}

    def get(self, account: int, path: str) -> httpx.Response:
        """GET as an account."""
        return self.running.http.get(path, headers=self._headers[account])

    def post(self, account: int, path: str, document: object) -> httpx.Response:
        """POST as an account."""
        return self.running.http.post(path, json=document, headers=self._headers[account])

    def patch(self, account: int, path: str, document: object, version: object) -> httpx.Response:
        """PATCH a version as an account."""
        headers = {**self._headers[account], "If-Match": f'"{version}"'}
        return self.running.http.patch(path, json=document, headers=headers)

    def ask(self, account: int, document: dict[str, Any]) -> dict[str, Any]:
        """What is asked for is accepted."""
        answer = self.post(account, "/v1/requests", document)
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found
