"""Taking a request's socket from gunicorn, so that its thread is free for the next page.

Gunicorn hands the socket to applications for exactly this (`gunicorn.socket`) and takes StopIteration for "this
connection is no longer yours". Where there is no such socket, another server say, there are no streams: pages poll.
"""

import os
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NoReturn

from django.http import HttpRequest

from support.live import hub

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

TICKET = "support.live"


@dataclass(frozen=True, slots=True)
class Ticket:
    """Whose stream it is to be, in which session, and what has changed for them so far."""

    member: int
    session: str
    mark: str


def possible(request: HttpRequest) -> bool:
    """Whether this request can become a stream here."""
    given = request.META.get("gunicorn.socket")
    return request.method == "GET" and type(given) is socket.socket and hub.has_room()


def promise(request: HttpRequest, ticket: Ticket) -> None:
    """Once this request is answered, its socket becomes a stream."""
    request.META[TICKET] = ticket


def with_streams(pages: Application) -> Application:
    """The application, from which sockets are taken where a view has promised it."""

    def application(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        answer: Any = pages(environ, start_response)
        if TICKET in environ:
            _take(environ, answer)
        return answer  # type: ignore[no-any-return]

    return application


def _take(environ: Environ, answer: Any) -> NoReturn:
    del answer.headers["Content-Length"]  # of the empty page; a stream ends when it ends
    head = ["HTTP/1.1 200 OK", *(f"{name}: {value}" for name, value in answer.items()), "", ""]
    answer.close()
    hub.here().take(
        _swapped(environ["gunicorn.socket"]), "\r\n".join(head).encode("latin-1"), environ[TICKET]
    )
    raise StopIteration


def _swapped(given: socket.socket) -> socket.socket:
    """The caller's connection. In its place gunicorn gets the end of a closed one, to say goodbye to as it likes."""
    taken = given.dup()
    ours, theirs = socket.socketpair()
    with ours, theirs:
        os.dup2(theirs.fileno(), given.fileno(), inheritable=False)
    return taken
