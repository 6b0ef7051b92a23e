"""Sessions that end and rights that change take effect on what is open, in the order of the log."""

import asyncio
from typing import Any

import pytest

from tests.http.running import Running
from tests.realtime.client import Frame, Reader, connected, following, streaming
from tests.realtime.inside import run
from tests.realtime.test_socket import add_site, address, change_staff, is_site

END = "UPDATE auth.session SET ended_at = now(), end_reason = 'ended' WHERE session_id = {session}"
ENDED = (4401, "The session has ended.")


def viewer(server: Running, name: str, unit: int | None = None) -> tuple[int, dict[str, Any]]:
    """An account that reads a unit, or everything, and what its login answers."""
    email = f"{name}@acme.test"
    account = server.add_account(email)
    if unit is not None:
        server.execute(f"UPDATE auth.role_grant SET unit_id = {unit} WHERE account_id = {account}")
    return account, server.log_in(email)


async def execute(server: Running, statement: str) -> None:
    """Change something behind the back of the node."""
    await asyncio.to_thread(server.execute, statement)


@pytest.mark.parametrize("how", ["logout", "by the account", "by SQL", "deactivated"])
def test_what_is_open_ends_with_the_session(server: Running, how: str) -> None:
    account, tokens = viewer(server, f"ends-{how.replace(' ', '-')}")
    session, token = tokens["session_id"], tokens["access_token"]

    def end() -> None:
        with server.client(authorization=f"Bearer {token}") as client:
            if how == "logout":
                assert client.post("/v1/auth/logout").status_code == 204
            elif how == "by the account":
                assert client.delete(f"/v1/auth/sessions/{session}").status_code == 204
            elif how == "by SQL":
                server.execute(END.format(session=session))
            elif how == "deactivated":
                server.execute(
                    f"UPDATE auth.account SET active = FALSE WHERE account_id = {account}"
                )

    async def scenario() -> None:
        async with (
            following(address(server), token) as socket,
            streaming(address(server), token) as stream,
            following(address(server), server.token) as other,
        ):
            await asyncio.to_thread(end)
            assert await socket.closed() == ENDED
            await stream.ended()
            await add_site(server, f"After {how}")
            await other.until(lambda frame: frame.get("kind") == "site")

    run(scenario())


async def told(server: Running, socket: Reader, number: int) -> list[object]:
    """Of which people a client is told when these three are changed."""
    for staff, name in ((1, "Ada"), (2, "Bob"), (3, "Cyd")):
        await change_staff(server, staff, f"{name} {number} {id(socket)}")
    site = await add_site(server, f"Site {number} {id(socket)}")
    frames: list[Frame] = await socket.until(is_site(str(site.json()["id"])))
    return [frame["id"] for frame in frames if frame.get("kind") == "staff"]


def test_rights_change_what_is_told(server: Running) -> None:
    """From Sales (Ada) to Operations (Bob) with Night (Cyd): each time the client reads again."""
    account, tokens = viewer(server, "moves", 2)

    async def scenario() -> None:
        async with (
            following(address(server), tokens["access_token"]) as socket,
            streaming(address(server), tokens["access_token"]) as stream,
        ):
            for number, (unit, expected) in enumerate(((2, [1]), (3, [2, 3]), (4, [3]))):
                if number:
                    await execute(
                        server,
                        f"UPDATE auth.role_grant SET unit_id = {unit} WHERE account_id = {account}",
                    )
                    for each in (socket, stream):
                        await each.until(lambda frame: frame["type"] == "resync")
                        assert each.frames[-1]["reason"] == "rights"
                assert await told(server, socket, number) == expected
                seen = await stream.until(is_site(str(socket.frames[-1]["id"])))
                people = [frame["id"] for frame in seen if frame.get("kind") == "staff"]
                assert people == expected

    run(scenario())


def test_rights_that_changed_meanwhile_are_told_to_who_comes_back(server: Running) -> None:
    """Instead of events that were not for it then, or that are not for it now."""
    account, tokens = viewer(server, "away", 2)

    async def scenario() -> None:
        async with following(address(server), tokens["access_token"]) as socket:
            place = socket.epoch, socket.pos
        async with following(address(server), server.token) as other:
            await execute(
                server, f"UPDATE auth.role_grant SET unit_id = 3 WHERE account_id = {account}"
            )
            site = await add_site(server, "While away")
            await other.until(is_site(str(site.json()["id"])))
        async with following(address(server), tokens["access_token"], place) as socket:
            resync = await socket.next("resync")
            assert resync["reason"] == "rights"
            assert resync["pos"] > place[1]
            assert await told(server, socket, 9) == [2, 3]

    run(scenario())


def test_a_session_that_has_ended_is_not_let_in(server: Running) -> None:
    _, tokens = viewer(server, "gone")
    server.execute(END.format(session=tokens["session_id"]))

    async def scenario() -> tuple[int, str]:
        async with connected(address(server)) as socket:
            await socket.send("auth", token=tokens["access_token"])
            return await socket.closed()

    assert run(scenario()) == ENDED
