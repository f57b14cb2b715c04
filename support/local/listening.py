"""Ports and pages on 127.0.0.1. As a program, the health check of the Docker image."""

import http.client
import os
import socket
import sys
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


def answers(address: str, path: str, *, site: str) -> Callable[[], bool]:
    """Asks for a page as the proxy in front of `site` would. A redirect will do: to https, say."""
    scheme, _, host = site.partition("://")

    def ask() -> bool:
        connection = http.client.HTTPConnection(address, timeout=10)
        try:
            connection.request("GET", path, headers={"Host": host.rstrip("/"), "X-Forwarded-Proto": scheme})
            return connection.getresponse().status < 400
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    return ask


if __name__ == "__main__":
    sys.exit(not answers("127.0.0.1:8000", "/healthz", site=os.environ["SITE_URL"])())
