"""Several server processes on this machine, and nginx in front of them: `strata run --nodes`."""

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from string import Template

from app import ROOT
from app.config import Settings
from app.open_files import raise_open_files
from app.ports import free_ports
from app.stop import Stop

TEMPLATE = ROOT / "nginx" / "strata.conf"
# Where Debian puts it, which is not on everybody's path.
SYSTEM_PROGRAMS = ("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin")
# So long may a node take to start, and to stop.
PATIENCE = 30.0
PR_SET_PDEATHSIG = 1


def find_nginx() -> Path:
    """The program of nginx."""
    path = os.pathsep.join((os.environ.get("PATH", ""), *SYSTEM_PROGRAMS))
    if found := shutil.which("nginx", path=path):
        return Path(found)
    raise Stop(
        "Several nodes need nginx in front of them, which is not installed: install it "
        "(Debian, Ubuntu: `apt-get install nginx-light`), or start one node without --nodes."
    )


def configuration(listen: str, ports: Sequence[int], megabytes: int) -> str:
    """The configuration of nginx for nodes on these ports of this machine."""
    nodes = [f"server 127.0.0.1:{port} max_fails=1 fail_timeout=2s;" for port in ports]
    # nginx has variables of the same form, which stay.
    return Template(TEMPLATE.read_text(encoding="utf-8")).safe_substitute(
        STRATA_LISTEN=listen,
        STRATA_UPSTREAM=" ".join(nodes),
        # A file comes in a form, which is a little longer than the file.
        STRATA_IMPORT_MEGABYTES=str(megabytes + 1),
    )


def serve_nodes(
    settings: Settings, admin_url: str, number: int, say: Callable[[str], None]
) -> None:
    """Serve with so many nodes until we are told to stop, or none of them is left."""
    # Nodes and nginx have what we have.
    raise_open_files()
    ports = free_ports(number)
    nodes = [
        _start_node(settings, admin_url, port, metrics)
        for port, metrics in zip(ports, metrics_places(settings, number), strict=True)
    ]
    try:
        for port, node in zip(ports, nodes, strict=True):
            _wait_for(port, node)
        with _nginx(settings, ports) as nginx:
            say(f"The nodes: {', '.join(f'127.0.0.1:{port}' for port in ports)}.")
            try:
                _watch(dict(zip(ports, nodes, strict=True)), nginx, say)
            finally:
                # Before nginx, so that clients get to know.
                _stop(nodes)
    except KeyboardInterrupt:
        pass
    finally:
        _stop(nodes)
        for signal_number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signal_number, signal.SIG_IGN)


def metrics_places(settings: Settings, number: int) -> list[str]:
    """Where each node tells its metrics: the first one at STRATA_METRICS, others at next ports."""
    if settings.metrics is None:
        return [""] * number
    host, first = settings.metrics
    host = f"[{host}]" if ":" in host else host
    return [f"{host}:{first + each}" for each in range(number)]


def _start_node(
    settings: Settings, admin_url: str, port: int, metrics: str
) -> subprocess.Popen[bytes]:
    """A node that only we reach, and that knows the address under which everybody reaches us."""
    given = {
        "STRATA_HOST": "127.0.0.1",
        "STRATA_PORT": str(port),
        "STRATA_METRICS": metrics,
        "STRATA_PUBLIC_URL": settings.address,
        "STRATA_DATABASE_URL": admin_url,
        "STRATA_TRUSTED_PROXIES": "127.0.0.1",
    }
    inherited = {k: v for k, v in os.environ.items() if k != "STRATA_DATABASE_URL_FILE"}
    return _start([sys.executable, "-m", "app", "serve"], inherited | given)


def _start(command: Sequence[str | Path], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """A process that the terminal's Ctrl-C spares: we decide when it stops."""
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        # Only one thread runs here, so nothing can go wrong between fork and exec.
        preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509
    )


def _die_with_parent() -> None:
    """Have the system end this process when its parent is killed and cannot do so."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _wait_for(port: int, node: subprocess.Popen[bytes]) -> None:
    """Wait until the node listens, which it does when it can serve."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if node.poll() is not None:
            raise Stop("A node did not start: see what it said above.")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise Stop(f"A node does not listen on port {port}: see what it said above.")


@contextmanager
def _nginx(settings: Settings, ports: Sequence[int]) -> Iterator[subprocess.Popen[bytes]]:
    """A running nginx, with a directory for what it keeps meanwhile."""
    program = find_nginx()
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    listen = f"listen {host}:{settings.port};"
    with tempfile.TemporaryDirectory(prefix="strata-nginx-") as name:
        # Started by root, it works as somebody else, who has to get to his files.
        Path(name).chmod(0o711)
        file = Path(name) / "nginx.conf"
        file.write_text(configuration(listen, ports, settings.import_megabytes), encoding="utf-8")
        command = (program, "-p", name, "-c", file, "-e", "stderr", "-g", "daemon off;")
        process = _start(command, dict(os.environ))
        try:
            _wait_for_nginx(settings, process)
            yield process
        finally:
            process.terminate()
            process.wait()


def _wait_for_nginx(settings: Settings, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise Stop("nginx did not start: see what it said above.")
        family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
        with socket.socket(family) as probe:
            if probe.connect_ex((settings.host, settings.port)) == 0:
                return
        time.sleep(0.05)
    raise Stop(f"nginx does not listen on port {settings.port}: see what it said above.")


def _watch(
    nodes: dict[int, subprocess.Popen[bytes]],
    nginx: subprocess.Popen[bytes],
    say: Callable[[str], None],
) -> None:
    """Say which nodes end; return when there is nothing left to wait for."""
    while nodes:
        for port, node in list(nodes.items()):
            if node.poll() is not None:
                del nodes[port]
                say(
                    f"The node on port {port} has ended ({_how(node.returncode)}); "
                    f"{len(nodes)} go on."
                )
        if nginx.poll() is not None:
            raise Stop(f"nginx has ended ({_how(nginx.returncode)}).")
        time.sleep(0.2)
    raise Stop("No node is left.")


def _how(code: int) -> str:
    """How a process has ended."""
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name


def _stop(nodes: Sequence[subprocess.Popen[bytes]]) -> None:
    """End the nodes: at once for their sockets, after their requests otherwise."""
    for node in nodes:
        node.send_signal(signal.SIGINT)
    deadline = time.monotonic() + PATIENCE
    try:
        for node in nodes:
            node.wait(max(0.0, deadline - time.monotonic()))
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        for node in nodes:
            node.kill()
            node.wait()
