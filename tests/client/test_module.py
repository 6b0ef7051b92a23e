"""strata-events.js in Node, in Deno and in a browser: logic, types, and with a real server."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from app import ROOT
from tests.client.desk import HERE, Desk, open_desk
from tests.http.conftest import fill
from tests.http.running import Running, running, start_process
from tests.http.test_tokens import parts_of, sign
from tests.realtime.described import check_frame
from tests.support.ports import free_port
from tests.support.programs import DENO, NODE, program
from tests.support.servers import Database
from tests.support.waiting import wait_until

# Followers, and whether they follow a stream.
FOLLOWERS = {"node": False, "node-stream": True, "deno": False, "chromium": False}
# Seconds that the tokens of these tests say they count; the server adds five.
SHORT = 1
QUIET = {**os.environ, "DENO_NO_UPDATE_CHECK": "1", "NO_COLOR": "1"}
BROWSER = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"),
    *("--disable-background-networking", "--disable-sync", "--disable-component-update"),
)


def run(*command: str | Path) -> str:
    """What a command prints; it must end well."""
    ran = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=QUIET,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.mark.parametrize("runtime", ["node", "deno"])
def test_the_logic(runtime: str) -> None:
    """Order, resume, jitter, renewal and silence, with a WebSocket and timers of the test."""
    commands: dict[str, list[str | Path]] = {
        "node": [NODE],
        "deno": [DENO, "run", "--no-config", "--quiet", "-A"],
    }
    lines = run(*commands[runtime], HERE / "logic.mjs").splitlines()
    done = f"{len(lines) - 1} of {len(lines) - 1}"
    assert lines[-1] == done
    assert all(line.startswith("ok: ") for line in lines[:-1])


def test_the_types() -> None:
    """What is right passes the type checker of TypeScript, and what is wrong does not."""
    run(DENO, "check", "--no-config", "--quiet", HERE / "types.ts")


@dataclass
class Stage:
    """A node that is followed and may be killed, beside the one that `server` is."""

    server: Running
    desk: Desk
    port: int

    @property
    def address(self) -> str:
        """Where the node is."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> subprocess.Popen[bytes]:
        """Start the node."""
        server = self.server
        process = start_process(server.database, server.log.parent, self.port)

        def answers() -> bool:
            assert process.poll() is None
            with suppress(httpx.TransportError):
                return httpx.get(f"{self.address}/readyz").status_code == 200
            return False

        wait_until(answers)
        return process


@pytest.fixture
def stage(shared_database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Servers, and a desk whose pages may use them and which hands out tokens of a short life."""
    directory = tmp_path_factory.mktemp("server")
    with open_desk() as desk, pytest.MonkeyPatch.context() as patch:
        patch.setenv("STRATA_CORS_ORIGINS", desk.address)
        with running(fill(shared_database), directory) as server:
            stage = Stage(server, desk, free_port())
            header, claims, key = parts_of(server)

            def token() -> str:
                now = int(time.time())
                more = {"iss": stage.address, "iat": now, "exp": now + SHORT}
                return sign(header, claims | more, key)

            desk.make_token = token
            yield stage


@contextmanager
def followers(stage: Stage, directory: Path) -> Iterator[None]:
    """All followers, until the end of the block."""
    desk = stage.desk
    served = f"{stage.address}/client/strata-events.js"
    own = (ROOT / "app" / "web" / "strata-events.js").as_uri()
    script, profile = HERE / "follow.mjs", directory / "profile"
    commands: dict[str, list[str | Path]] = {
        "node": [NODE, script, desk.address, "node"],
        "node-stream": [NODE, script, desk.address, "node-stream"],
        "deno": [DENO, "run", "--no-config", "-A", script, desk.address, "deno"],
        "chromium": [
            *(program("chromium"), *BROWSER, f"--user-data-dir={profile}"),
            f"{desk.address}/page?name=chromium",
        ],
    }
    processes = []
    try:
        for name, streams in FOLLOWERS.items():
            module = own if "node" in name else served
            desk.configs[name] = {"module": module, "url": stage.address, "streams": streams}
            with (directory / name).open("wb") as output:
                process = subprocess.Popen(
                    [str(part) for part in commands[name]],
                    env={**QUIET, "DENO_DIR": str(directory / "modules")},
                    stdout=output,
                    stderr=output,
                    start_new_session=True,
                )
            processes.append(process)
        yield
    finally:
        for process in processes:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        shutil.rmtree(profile, ignore_errors=True)


@pytest.mark.usefixtures("newest")
def test_following(stage: Stage, tmp_path: Path) -> None:
    """Nothing is missed while the server is killed; what is held is read again when it must be."""
    server, desk = stage.server, stage.desk

    def all_have(what: Callable[[str], bool]) -> None:
        def reached() -> bool:
            for name in FOLLOWERS:
                assert not desk.told(name, "failed"), (name, desk.lines[name])
            return all(what(name) for name in FOLLOWERS)

        try:
            wait_until(reached, 60)
        except AssertionError:
            late = {name: desk.lines[name][-3:] for name in FOLLOWERS if not what(name)}
            raise AssertionError(late) from None

    def rename(name: str) -> None:
        server.execute(f"UPDATE org.staff SET name = '{name}' WHERE staff_id = 2")

    node = stage.start()
    try:
        with followers(stage, tmp_path):
            # What is shown is read first, then come the events.
            all_have(lambda name: desk.told(name, "resync") == ["start"])
            rename("Bo")
            all_have(lambda name: len(desk.events(name)) == 1)
            # Tokens are renewed: nobody who can was cut off, and who cannot has come back.
            all_have(lambda name: desk.tokens[name] >= 2 + (not FOLLOWERS[name]))
            all_have(lambda name: desk.told(name, "state")[-1] == "open")
            for name, streams in FOLLOWERS.items():
                assert ("waiting" in desk.told(name, "state")) == streams
            # A killed server, a change meanwhile, and another server at the same place.
            said = {name: len(desk.lines[name]) for name in FOLLOWERS}
            node.kill()
            node.wait()
            all_have(
                lambda name: any(
                    line.get("state") == "waiting" for line in desk.lines[name][said[name] :]
                )
            )
            rename("Bobby")
            node = stage.start()
            rename("Rob")
            all_have(lambda name: len(desk.events(name)) == 3)
            assert all(desk.told(name, "resync") == ["start"] for name in FOLLOWERS)
            # Positions of another life of the database mean nothing.
            server.execute("SELECT event.renew_epoch()")
            all_have(lambda name: desk.told(name, "resync")[1:] == ["epoch"])
            rename("Bob")
            all_have(lambda name: len(desk.events(name)) == 4)
            # A token that does not count any more is replaced once, and then it is over.
            server.execute("UPDATE auth.session SET ended_at = now(), end_reason = 'ended'")
            all_have(lambda name: desk.told(name, "state")[-1] == "closed")
        for name in FOLLOWERS:
            assert desk.lines[name][-1]["code"] == 4401
            check_events(desk, name)
        node.send_signal(signal.SIGTERM)
        assert node.wait(timeout=15) == 0
    finally:
        node.kill()
        node.wait()


def check_events(desk: Desk, name: str) -> None:
    """Each event once, in order, within its epoch, and as it is described."""
    events = desk.events(name)
    for event in events:
        check_frame(event)
        assert (event["type"], event["id"]) == ("staff:updated", 2)
    for key in ("pos", "version"):
        assert sorted({event[key] for event in events}) == [event[key] for event in events]
    places = [line["before"].partition(":") for line in desk.lines[name] if "frame" in line]
    epochs = [epoch for epoch, _, _ in places]
    assert epochs == [epochs[0]] * 3 + [epochs[-1]]
    assert epochs[0] != epochs[-1]
    for (_, _, before), event in zip(places, events, strict=True):
        assert int(before) < event["pos"]
