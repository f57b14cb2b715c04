"""Watches children, and stops them all in the right order for whatever reason."""

import os
import signal
import time
from types import FrameType

from support.local import keeper, processes, welcome

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopping(Exception):
    """Somebody asked; this is no failure."""


class Supervisor:
    def __init__(self) -> None:
        self.report = keeper.Report(None)
        self.keeper = os.getppid()
        self.children: list[processes.Child] = []
        self.asked = self.answered = 0

    def listen(self) -> None:
        """Signals are only counted here; the loops look at the count. So none can break what is under way."""
        for number in SIGNALS:
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup means: stay
                signal.signal(number, self._ask)
        # The keeper starts us deaf, so that nothing can go wrong before we listen.
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self.asked += 1

    def add(self, child: processes.Child) -> processes.Child:
        self.children.append(child)
        self.report.started(child.process.pid)
        return child

    def check(self) -> None:
        """Raises when there is a reason to stop: Stopping when asked, SystemExit when a child has ended by itself."""
        if self.asked or os.getppid() != self.keeper:
            raise Stopping
        for child in [child for child in self.children if not child.running]:
            if child.lasting:
                raise SystemExit(
                    f"{child.name} stopped by itself ({child.ended_how()}), so everything stops. Its last lines:\n"
                    f"{child.last_lines()}"
                )
            self.children.remove(child)
            child.when_done()

    def finish(self, child: processes.Child) -> None:
        """Waits for the end of a child that is not meant to last."""
        while child in self.children:
            self.check()
            time.sleep(0.02)

    def watch(self) -> None:
        while True:
            self.check()
            time.sleep(0.1)

    def stop(self) -> None:
        if not self.children:
            return
        welcome.say("Stopping: web and beat first, the worker when its tasks are finished, the servers last.")
        self.answered = self.asked
        processes.stop_all(self.children, self._reassure)
        welcome.say("Stopped.")

    def _reassure(self) -> None:
        """A second Ctrl-C changes nothing but deserves an answer."""
        if self.asked > self.answered:
            self.answered = self.asked
            names = ", ".join(child.name for child in self.children if child.running)
            welcome.say(f"Still stopping; waiting for {names}.")
