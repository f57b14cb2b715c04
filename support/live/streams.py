"""One open page's stream: server-sent events, of which none says more than that something changed."""

import asyncio
from random import uniform
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from support.live.hub import Hub
    from support.live.taking import Ticket

BEAT = 20.0  # seconds; a page that hears nothing for three of these looks for another stream
MOST_WAITING = 16_384  # bytes that a caller may leave unread


class Stream(asyncio.Protocol):
    def __init__(self, hub: "Hub", head: bytes, ticket: "Ticket") -> None:
        self.hub, self.head, self.ticket = hub, head, ticket
        self.transport: asyncio.Transport | None = None
        self.beat: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - asyncio's promise for sockets
        self.transport = transport
        transport.write(self.head)
        self.hub.joined(self)
        self.say("here", self.hub.mark_for(self.ticket))
        self._go_on()

    def connection_lost(self, exc: Exception | None) -> None:
        self.transport = None
        if self.beat:
            self.beat.cancel()
        self.hub.left(self)

    def say(self, event: str, data: str = "") -> None:
        """Sends one event; whoever does not read is let go."""
        if self.transport is None or self.transport.is_closing():
            return
        self.transport.write(f"event: {event}\ndata: {data}\n\n".encode())
        if self.transport.get_write_buffer_size() > MOST_WAITING:
            self.transport.abort()

    def end(self, event: str) -> None:
        """Says why, and closes; whoever has not read what came before is not waited for."""
        self.say(event)
        if self.transport and self.transport.get_write_buffer_size():
            self.transport.abort()
        elif self.transport:
            self.transport.close()

    def _go_on(self) -> None:
        self.beat = self.hub.loop.call_later(uniform(BEAT * 0.8, BEAT), self._still_here)  # noqa: S311

    def _still_here(self) -> None:
        self.say("still")
        self._go_on()
