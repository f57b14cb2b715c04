"""What is read from Lighthouse, and that a run goes through everything; no mark of ours is asserted."""

import json
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest

from support.benchmarks import lighthouse
from support.benchmarks.lighthouse import Marks
from support.local import tools
from tests import chromium
from tests.local.test_door import manage

# In place of Lighthouse: it fails unless a browser listens at the port that it is given.
STAND_IN = """
import json, sys, urllib.request
if "--version" in sys.argv:
    sys.exit(print("12.0.0"))
port = next(word for word in sys.argv if word.startswith("--port=")).partition("=")[2]
urllib.request.urlopen(f"http://127.0.0.1:{port}/json/version").read()
print(json.dumps(REPORT))
"""


def report(performance: float = 1) -> dict[str, Any]:
    """As little of a report as counts."""
    parts = [{"id": "speed-index", "weight": 10}, {"id": "hints", "weight": 0}]
    kinds = {kind: {"score": 1, "auditRefs": []} for kind in lighthouse.MARKS}
    kinds["performance"] = {"score": performance, "auditRefs": parts}
    checks = {"speed-index": {"score": performance}, "hints": {"score": 0}}
    return {"categories": kinds, "audits": checks | {"cumulative-layout-shift": {"numericValue": 0.01234}}}


def test_marks_are_of_a_hundred_and_say_what_was_missed() -> None:
    assert lighthouse.marks(report(0.89)) == Marks(89, 100, 100, 0.0123, ("speed-index",))
    assert lighthouse.marks(report()).missed == ()


@pytest.mark.parametrize("given", ["no-such-program-here", f"{shlex.quote(sys.executable)} -c 'exit(1)'"])
def test_without_lighthouse_one_line_says_so(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIGHTHOUSE", given)
    with pytest.raises(SystemExit) as left:
        tools.lighthouse()
    assert str(left.value) == tools.NO_LIGHTHOUSE
    assert "\n" not in tools.NO_LIGHTHOUSE


def test_a_page_that_lighthouse_could_not_see_is_told(tmp_path: Path) -> None:
    silent = [sys.executable, "-c", "import sys; sys.exit('The line is down.')"]
    with pytest.raises(OSError, match="saw nothing of http://here/: The line is down"):
        lighthouse.look(silent, "http://here/", device="mobile", port=1)


@pytest.mark.load
def test_a_run_goes_through_everything_and_keeps_to_the_budgets(tmp_path: Path) -> None:
    chromium.find()
    script = tmp_path / "stand_in.py"
    script.write_text(STAND_IN.replace("REPORT", repr(report())))
    stand_in = shlex.join([sys.executable, str(script)])
    done = manage("benchmark", "pages", "--repeats", "1", "--json", "-", LIGHTHOUSE=stand_in)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)["parts"]["pages"]
    names = ["public page", "home", "ask", "match"]
    assert [row["page"] for row in told["tables"]["wire"]] == names
    assert [(row["device"], row["page"]) for row in told["tables"]["marks"]] == [
        (device, name) for device in ("mobile", "desktop") for name in names
    ]
    assert [goal["what"] for goal in told["goals"] if "bytes" in goal["what"] and not goal["met"]] == []
