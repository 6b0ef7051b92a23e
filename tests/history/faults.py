"""What breaks while everybody works: nodes, the sequencer, the database, connections."""

import random
import time
from collections.abc import Callable
from functools import partial

import psutil
import psycopg

from app.database import embedded
from app.database.embedded import Cluster
from tests.nodes.system import Node, Nodes
from tests.support.waiting import wait_until

# Whoever gives out positions just now.
SEQUENCING = """
SELECT pid FROM pg_locks
WHERE relation = 'event.sequencer'::regclass AND mode IN ('RowShareLock', 'RowExclusiveLock')
"""
PORT_OF = "SELECT client_port FROM pg_stat_activity WHERE pid = %s AND client_port > 0"
LISTENERS = """
SELECT count(pg_terminate_backend(pid))
FROM pg_stat_activity
WHERE query ILIKE 'LISTEN%' AND pid <> pg_backend_pid()
"""


class Faults:
    """Breaks one thing after the other; each call returns what it has done."""

    def __init__(self, nodes: Nodes, cluster: Cluster, seed: int) -> None:
        self.nodes = nodes
        self.cluster = cluster
        self.chance = random.Random(seed)

    def kill_a_node(self) -> str:
        """A node ends without a word, and is started again."""
        return self._kill(self.chance.choice(self.nodes.each))

    def kill_the_sequencer(self) -> str:
        """The node that gives out positions ends without a word, and is started again."""
        deadline = time.monotonic() + 30
        with psycopg.connect(self.nodes.url, autocommit=True) as connection:
            while time.monotonic() < deadline:
                row = connection.execute(SEQUENCING).fetchone()
                port = row and connection.execute(PORT_OF, row).fetchone()
                owners = [node for node in self.nodes.each if port and port[0] in ports_of(node)]
                if owners:
                    return f"the sequencer: {self._kill(owners[0])}"
        raise AssertionError("nobody gives out positions")

    def restart_the_database(self) -> str:
        """The database ends without a checkpoint, and recovers."""
        embedded.stop(self.cluster, "immediate")
        embedded.start(self.cluster)
        return "immediate restart of PostgreSQL"

    def cut_the_listeners(self) -> str:
        """The connections on which nodes are told of news are closed."""
        with psycopg.connect(self.nodes.url, autocommit=True) as connection:
            row = connection.execute(LISTENERS).fetchone()
        assert row
        return f"{row[0]} listening connections cut"

    def _kill(self, node: Node) -> str:
        node.kill()
        time.sleep(0.5)
        # It needs a while to serve, in which other things break.
        node.start()
        return f"kill -9 of node {node.number}, started again"

    def mend(self) -> None:
        """Wait until all nodes serve, as whoever supervises them would see to it."""
        for node in self.nodes.each:
            wait_until(partial(_serves, node), patience=60)

    @property
    def plan(self) -> list[tuple[float, Callable[[], str]]]:
        """What breaks when, as parts of the time."""
        return [
            (0.1, self.kill_a_node),
            (0.3, self.restart_the_database),
            (0.45, self.kill_the_sequencer),
            (0.6, self.cut_the_listeners),
            (0.75, self.restart_the_database),
        ]


def _serves(node: Node) -> bool:
    # It does not start while the database recovers.
    if node.process.poll() is not None:
        node.start()
    return node.listens()


def ports_of(node: Node) -> set[int]:
    """From which ports the node is connected to others."""
    try:
        found = psutil.Process(node.process.pid).net_connections("tcp")
    except psutil.Error:
        return set()
    return {connection.laddr.port for connection in found}
