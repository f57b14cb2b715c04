"""A line to a push service: https only, to an address that was looked up once and is not one of ours.

The name is resolved, every address that it has is looked at, and the connection goes to one of those, with the
certificate checked for the name. A name that answers otherwise the next time (DNS rebinding) is not asked again. No
redirect is followed, no proxy is used, and what the other side writes is not read.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from accounts.push import services

PATIENCE = 5.0  # seconds, for connecting and again for the answer
NAT64 = ipaddress.ip_network("64:ff9b::/96")
# All of IPv6 that is given out to anybody; what lies beside it leads into a house, or into an IPv4 address of one.
GIVEN_OUT = ipaddress.ip_network("2000::/3")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Refused(Exception):
    """This address is not spoken with. The reason is one word of ours."""


@dataclass(frozen=True)
class Answer:
    status: int
    retry_after: str


def post(endpoint: str, *, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Raises Refused, or OSError and http.client.HTTPException when nobody answers properly."""
    if not services.is_known(endpoint):
        raise Refused("UnknownService")
    where = urlsplit(endpoint)
    host, port = where.hostname or "", where.port or 443
    line = _Line(host, port, addresses(host, port))
    try:
        line.request("POST", where.path + (f"?{where.query}" if where.query else ""), body, dict(headers))
        answer = line.getresponse()
        return Answer(answer.status, answer.getheader("Retry-After", ""))
    finally:
        line.close()


def addresses(host: str, port: int) -> list[str]:
    """What the name stands for just now. Raises Refused where any of it leads into a house, ours or another's."""
    found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not (settings.PUSH_TO_PRIVATE or all(map(is_public, found))):
        raise Refused("PrivateAddress")
    return found


def is_public(text: str) -> bool:
    """Whether this address is out in the open, also where it hides another one."""
    address: Address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address) and address not in GIVEN_OUT and _hidden(address) is None:
        return False
    inner = _hidden(address)
    return address.is_global and not address.is_multicast and (inner is None or is_public(str(inner)))


def _hidden(address: Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address inside an IPv6 one (mapped, 6to4, NAT64)."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


class _Line(http.client.HTTPSConnection):
    """Connects to one of the given addresses, whatever the name says by now."""

    def __init__(self, host: str, port: int, addresses: list[str]) -> None:
        self._tls = ssl.create_default_context(cafile=settings.PUSH_CA)
        super().__init__(host, port, timeout=PATIENCE, context=self._tls)
        self._addresses = addresses

    def connect(self) -> None:
        plain = self._reach()
        try:
            self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise

    def _reach(self) -> socket.socket:
        """Two at most: a name with many dead addresses must not hold a worker up."""
        first, *others = self._addresses[:2]
        try:
            return socket.create_connection((first, self.port), PATIENCE)
        except OSError:
            if not others:
                raise
            return socket.create_connection((others[0], self.port), PATIENCE)
