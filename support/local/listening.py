"""Ports and pages on 127.0.0.1."""

import http.client
import socket
from collections.abc import Callable


def free_port(wanted: int) -> int:
    """`wanted` (0: any) if nobody listens there, or leaves with one line."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError as error:
            raise SystemExit(
                f"Port {wanted} cannot be used ({error.strerror}). Choose another: ./manage.py up --port 8001"
            ) from None
        port: int = probe.getsockname()[1]
    return port


def answers(address: str, path: str, *, host: str) -> Callable[[], bool]:
    """Asks for a page as a browser would; a redirect counts, since a site on https sends every visitor there."""

    def ask() -> bool:
        connection = http.client.HTTPConnection(address, timeout=10)
        try:
            connection.request("GET", path, headers={"Host": host})
            return connection.getresponse().status < 400
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    return ask
