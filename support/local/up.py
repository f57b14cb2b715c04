"""`./manage.py up`: the whole service on this machine under one supervisor.

It starts the servers, prepares the database, starts worker, beat and web, and watches all of them. When it is asked to
stop, when a child ends by itself, or when its keeper is gone, it stops them by rank: web and beat, then the worker with
its running tasks finished, then the broker, then the database.
"""

import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from support.local import commands, keeper, listening, options, processes, services, variables, welcome
from support.local.folder import DataFolder
from support.local.supervisor import Stopping, Supervisor

ROOT = Path(__file__).resolve().parent.parent.parent
WORKER, EDGE = 2, 3  # ranks; the servers have 0 and 1
# A running task may take 45 seconds (see CELERY_TASK_TIME_LIMIT).
WORKER_PATIENCE = 60.0


class Up:
    """One run of the service: what it was asked for, and the steps in their order."""

    def __init__(
        self, supervisor: Supervisor, folder: DataFolder, given: Mapping[str, str], address: str
    ) -> None:
        self.supervisor, self.folder, self.given, self.address = supervisor, folder, given, address
        self.embedded = variables.is_embedded(given, folder)
        self.env = variables.for_up(given, folder, address=address) | {
            "DJANGO_SETTINGS_MODULE": "support.settings",
            "PYTHONUNBUFFERED": "1",
        }
        self.began = time.monotonic()

    def serve(self) -> None:
        """Returns only by an exception: Stopping, or SystemExit with the reason."""
        self.start_servers()
        self.prepare()
        self.start_service()
        welcome.say(
            welcome.ready(
                self.address, time.monotonic() - self.began, demo=self.embedded, logs=self.folder.logs
            )
        )
        if self.embedded:
            self.report_first_round()
        self.supervisor.watch()

    def start_servers(self) -> None:
        servers = services.embedded(self.given, self.folder)
        services.start(servers, self.supervisor.add, self.supervisor.check)

    def prepare(self) -> None:
        what = "the database and the demo" if self.embedded else "the database"
        welcome.say(f"Preparing {what}. The first time takes a little longer.")
        steps = {
            "The database": self.start("prepare", ["django", *commands.PREPARE], lasting=False),
            "The files of the pages": self.start("collect", ["django", *commands.COLLECT], lasting=False),
        }
        for name, child in steps.items():
            self.supervisor.finish(child)
            if child.process.returncode != 0:
                raise SystemExit(f"{name} could not be prepared:\n{child.last_lines()}")

    def start_service(self) -> None:
        """The web first and alone: a page should be there as soon as it can be."""
        web = self.start("web", commands.web(address=self.address))
        for path in ("/healthz", "/"):
            ready = listening.answers(self.address, path, site=self.env["SITE_URL"])
            processes.wait_until(ready, web, patience=120, check=self.supervisor.check)
        self.start("worker", commands.WORKER, rank=WORKER, patience=WORKER_PATIENCE)
        self.start("beat", commands.beat(schedule=self.folder.schedule))

    def report_first_round(self) -> None:
        """Waits beside the service for the matcher's first round, and says how it went."""
        child = self.start("first round", ["django", "first_round"], lasting=False)
        child.when_done = lambda: welcome.say(child.log.read_text().strip())

    def start(
        self,
        name: str,
        command: list[str] | tuple[str, ...],
        *,
        rank: int = EDGE,
        patience: float = 20.0,
        lasting: bool = True,
    ) -> processes.Child:
        log = self.folder.begin_log(name)
        child = processes.start(
            name,
            [sys.executable, "-m", *command],
            log=log,
            rank=rank,
            env=self.env,
            cwd=ROOT,
            patience=patience,
            lasting=lasting,
        )
        return self.supervisor.add(child)


def main() -> None:
    supervisor = Supervisor()
    supervisor.listen()
    chosen = options.parse(sys.argv[1:])
    supervisor.report = keeper.Report(chosen.keeper)
    folder = DataFolder.chosen(ROOT, os.environ)
    if chosen.fresh and not variables.is_embedded(os.environ, folder):
        sys.exit(
            "--fresh throws the embedded data away, but DATABASE_URL names another database. Nothing was done."
        )
    folder.prepare()
    with folder.own("`up`") as lock:
        address = f"127.0.0.1:{listening.free_port(chosen.port)}"
        folder.note(lock, f"`up` at http://{address}/")
        sys.exit(run(supervisor, folder, address, fresh=chosen.fresh))


def run(supervisor: Supervisor, folder: DataFolder, address: str, *, fresh: bool) -> int:
    """From the first server to the last one stopped; the folder is ours all the while. Returns the exit code."""
    try:
        if fresh:
            throw_away(folder)
        Up(supervisor, folder, os.environ, address).serve()
    except Stopping:
        return 0
    except SystemExit as reason:
        welcome.say(str(reason), wrong=True)
    except OSError as error:
        welcome.say(f"This machine refused: {error}", wrong=True)
    finally:
        supervisor.stop()
        folder.close_sockets()
    return 1


def throw_away(folder: DataFolder) -> None:
    for server in services.embedded({}, folder):
        server.end_stale()
    folder.empty()


if __name__ == "__main__":
    main()
