"""All streams of this process, in one thread: it hears every ring once and passes it on to those whom it concerns."""

import asyncio
import contextlib
import logging
import resource
import socket
import threading
from collections import OrderedDict, defaultdict
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from random import uniform
from typing import TYPE_CHECKING, Any

from django.conf import settings
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from support.live import sessions
from support.live.streams import Stream

if TYPE_CHECKING:
    from support.live.taking import Ticket

log = logging.getLogger(__name__)

MOST = 5_000  # streams; whoever comes after them polls
RECENT = 10_000  # rings remembered for streams that were on their way when it rang
MOST_EACH = 8  # of one member; the oldest go back to polling
SPARE_FILES = 200  # open files that pages and the database keep to themselves
LOOK_AGAIN = 60.0  # seconds between two looks whether everybody is still signed in
SPREAD = 10.0  # seconds over which all pages look again after the broker was away
# A lost connection is an error here, not something to be mended in silence: rings were missed.
ATTENTIVE: dict[str, Any] = {
    "decode_responses": True,
    "health_check_interval": 10,
    "retry": Retry(NoBackoff(), 0),
}
AT_ONCE = 0.2  # the same for the few that came before the first subscription

_beginning = threading.Lock()


class Hub:
    """Lives as long as its process. All but `take` runs in its own thread."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.streams: dict[int, dict[Stream, None]] = defaultdict(dict)  # by member, the oldest first
        self.count = 0
        self.aside = ThreadPoolExecutor(1, "live-sessions")
        self.recent: OrderedDict[int, str] = (
            OrderedDict()
        )  # the newest mark of a member, as far as it was heard
        threading.Thread(target=self._run, name="live", daemon=True).start()

    def take(self, connection: socket.socket, head: bytes, ticket: "Ticket") -> None:
        """Makes a stream of a connection. Callable from any thread."""
        connection.setblocking(False)
        made = partial(Stream, self, head, ticket)
        asyncio.run_coroutine_threadsafe(self._begin(made, connection), self.loop)

    async def _begin(self, made: "partial[Stream]", connection: socket.socket) -> None:
        try:
            await self.loop.connect_accepted_socket(made, connection)
        except OSError:  # gone already
            connection.close()

    def joined(self, stream: Stream) -> None:
        mine = self.streams[stream.ticket.member]
        mine[stream] = None
        self.count += 1
        if len(mine) > MOST_EACH:
            next(iter(mine)).end("enough")

    def left(self, stream: Stream) -> None:
        mine = self.streams[stream.ticket.member]
        if mine.pop(stream, stream) is None:
            self.count -= 1
        if not mine:
            del self.streams[stream.ticket.member]

    def heard(self, message: str) -> None:
        """A ring: `MARK MEMBER MEMBER…`, or `over MEMBER`."""
        what, *members = message.split()
        for member in map(int, members):
            mine = list(self.streams.get(member, ()))
            if what == "over" and mine:
                self.loop.create_task(self._end_those_over(mine))
            elif what != "over":
                for stream in mine:
                    stream.say("changed", what)
                self._remember(member, what)

    def mark_for(self, ticket: "Ticket") -> str:
        """What has changed for whoever joins now: it may have rung since the ticket was written."""
        return self.recent.get(ticket.member, ticket.mark)

    def _remember(self, member: int, mark: str) -> None:
        self.recent[member] = mark
        self.recent.move_to_end(member)
        if len(self.recent) > RECENT:
            self.recent.popitem(last=False)

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self._tasks = [self.loop.create_task(self._listen()), self.loop.create_task(self._look_again())]
        self.loop.run_forever()

    async def _listen(self) -> None:
        """One subscription for everybody. After a silence, all look again, not all at once."""
        spread = AT_ONCE
        while True:
            try:
                await self._subscribed(spread)
            except Exception as error:  # whatever it is, whoever stopped listening would never hear again
                log.warning("Rings are not heard for a moment: %s", type(error).__name__)
            spread = SPREAD
            await asyncio.sleep(uniform(0.5, 2))  # noqa: S311

    async def _subscribed(self, spread: float) -> None:
        async with (
            Redis.from_url(settings.LIVE_URL, **ATTENTIVE) as client,
            client.pubsub(ignore_subscribe_messages=True) as told,
        ):
            await told.subscribe(settings.LIVE_CHANNEL)
            self.recent.clear()
            self._all_look_again(spread)
            while True:
                message = await told.get_message(timeout=5)
                if message:
                    with contextlib.suppress(ValueError):  # not one of ours
                        self.heard(str(message["data"]))

    def _all_look_again(self, spread: float) -> None:
        for stream in [stream for mine in self.streams.values() for stream in mine]:
            self.loop.call_later(uniform(0, spread), stream.say, "look")  # noqa: S311

    async def _look_again(self) -> None:
        while True:
            await asyncio.sleep(LOOK_AGAIN)
            await self._end_those_over([stream for mine in self.streams.values() for stream in mine])

    async def _end_those_over(self, streams: list[Stream]) -> None:
        """While the database does not answer, everybody stays: a stream tells nothing but that something changed."""
        listening = {(stream.ticket.member, stream.ticket.session) for stream in streams}
        try:
            over = await self.loop.run_in_executor(self.aside, sessions.over, listening)
        except Exception as error:
            log.warning("Nobody knows who is still signed in: %s", type(error).__name__)
            return
        for stream in streams:
            if (stream.ticket.member, stream.ticket.session) in over:
                stream.end("over")


def here() -> Hub:
    """This process's hub, begun with its first stream; of two that come at once, one begins it."""
    with _beginning:
        return _hub()


@lru_cache(maxsize=1)
def _hub() -> Hub:
    _want_files()
    return Hub()


def has_room() -> bool:
    """Whether one more stream would leave enough to the pages."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return here().count < min(MOST, files - SPARE_FILES)


def _want_files() -> None:
    """A stream is an open file; this process may have as many as it is allowed to ask for."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST + SPARE_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST + SPARE_FILES)
    if soft < wanted:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
