"""One run: every part that is wanted, in order."""

from collections.abc import Iterator
from importlib import import_module

from support.benchmarks import measure
from support.benchmarks.hosting import Hosting
from support.benchmarks.report import Findings
from support.benchmarks.wanted import Wanted

# Imported when their turn comes: the first needs neither Django nor a database.
PARTS = {
    "round": "rounds",
    "candidates": "candidates",
    "database": "database",
    "post": "post",
    "hosts": "hosts",
    "live": "live",
    "pages": "pages",
    "api": "api",
    "busy": "busy",
}
PURE = {"round"}


def run(wanted: Wanted, *, command: str, hosting: Hosting | None) -> Iterator[Findings]:
    """Measures one part after another; all but the pure ones need somewhere to run."""
    if hosting:
        _prepare()
    for name in wanted.parts:
        findings = Findings(name, command, measure.machine())
        import_module(f"support.benchmarks.{PARTS[name]}").run(wanted, findings, hosting)
        yield findings


def _prepare() -> None:
    """Tables and topics in an empty database; this process begins as those of the service do."""
    import django
    from django.core.management import call_command

    django.setup()
    from matching import topics
    from support import first

    call_command("migrate", verbosity=0)
    topics.load_tree()
    first.settle()
