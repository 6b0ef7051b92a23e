"""Which addresses webhooks may reach, and connections to nothing else."""

import asyncio
import ipaddress
import socket
from collections.abc import Iterable, Sequence
from contextlib import suppress

import httpcore

from app.config import Network

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# What is no public address of one host, written out: libraries change their minds between versions.
REFUSED = tuple(
    map(
        ipaddress.ip_network,
        (
            "0.0.0.0/8",  # this host
            "10.0.0.0/8",
            "100.64.0.0/10",  # shared by the customers of a provider
            "127.0.0.0/8",
            "169.254.0.0/16",  # link-local, with the services that describe a machine of a cloud
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",  # documentation
            "192.88.99.0/24",  # relays from IPv4 to IPv6
            "192.168.0.0/16",
            "198.18.0.0/15",  # measurements
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, broadcast
            # Of IPv6 only 2000::/3 is given to hosts of the Internet. What embeds an IPv4 address
            # (::ffff:0:0/96, 64:ff9b::/96, 2002::/16, 2001::/32) is not looked into: it is refused.
            "::/3",
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20",
            "4000::/2",
            "8000::/1",
        ),
    )
)


class Unreachable(Exception):
    """An address that webhooks may not reach."""


def reach_settings(allowed: Iterable[Network]) -> str:
    """The statement that tells the functions of the database what may be reached."""
    refused, listed = (",".join(map(str, each)) for each in (REFUSED, allowed))
    return (
        f"SELECT set_config('strata.refused_networks', '{refused}', TRUE), "
        f"set_config('strata.webhook_networks', '{listed}', TRUE)"
    )


def check(addresses: Sequence[str], allowed: Sequence[Network], encrypted: bool) -> None:
    """Raise Unreachable unless all of the addresses may be reached in this way."""
    for text in addresses:
        address: Address = ipaddress.ip_address(text)
        if any(address in network for network in allowed):
            continue
        if any(address in network for network in REFUSED):
            raise Unreachable(f"{text} is no public address, and not in STRATA_WEBHOOK_NETWORKS.")
        if not encrypted:
            raise Unreachable(f"{text} is reached by https only: it is a public address.")


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, in the order in which they are to be tried."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class GuardedBackend(httpcore.AnyIOBackend):
    """Connects to the addresses that it has checked: the name is not looked up a second time."""

    def __init__(self, allowed: Sequence[Network], encrypted: bool) -> None:
        self.allowed = allowed
        self.encrypted = encrypted

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to one of the addresses of the host, if all of them may be reached."""
        try:
            async with asyncio.timeout(timeout):
                addresses = await resolve(host, port)
                check(addresses, self.allowed, self.encrypted)
                # One that does not answer leaves time for the next one.
                share = timeout and timeout / len(addresses)
                for address in addresses[:-1]:
                    with suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                        return await super().connect_tcp(
                            address, port, share, local_address, socket_options
                        )
                return await super().connect_tcp(
                    addresses[-1], port, share, local_address, socket_options
                )
        except TimeoutError:
            raise httpcore.ConnectTimeout from None
        except socket.gaierror as error:
            raise httpcore.ConnectError(f"{host} cannot be found: {error.strerror}.") from None
