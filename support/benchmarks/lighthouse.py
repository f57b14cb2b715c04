"""Lighthouse, a program that marks pages: what it says of one. It is no part of the service."""

import json
import subprocess
from dataclasses import dataclass
from typing import Any

PATIENCE = 300.0
MARKS = ("performance", "accessibility", "best-practices")
QUIETLY = ("--output=json", "--output-path=stdout", "--quiet", "--no-enable-error-reporting")
DEVICES: dict[str, tuple[str, ...]] = {"mobile": (), "desktop": ("--preset=desktop",)}


@dataclass(frozen=True, slots=True)
class Marks:
    """Of a hundred each; and how far what was on the page already moved while it came (CLS)."""

    performance: int
    accessibility: int
    best_practices: int
    layout_shift: float
    missed: tuple[str, ...]  # the checks that took something off a mark


def look(words: list[str], address: str, *, device: str, port: int) -> Marks:
    """One visit, in the browser that listens at this port and with its cookies. Raises OSError where it fails."""
    only, to = f"--only-categories={','.join(MARKS)}", f"--port={port}"
    done = _run([*words, address, to, only, *QUIETLY, *DEVICES[device]])
    try:
        told = json.loads(done.stdout)
    except ValueError:
        told = {"runtimeError": {"message": (done.stderr.strip() or "It said nothing.").splitlines()[-1]}}
    if trouble := told.get("runtimeError"):
        raise OSError(f"Lighthouse saw nothing of {address}: {trouble['message']}")
    return marks(told)


def marks(told: dict[str, Any]) -> Marks:
    """What counts in a report of Lighthouse."""
    kinds, checks = told["categories"], told["audits"]
    performance, accessibility, practices = (round(kinds[kind]["score"] * 100) for kind in MARKS)
    return Marks(
        performance,
        accessibility,
        practices,
        round(checks["cumulative-layout-shift"]["numericValue"], 4),
        tuple(each["id"] for kind in MARKS for each in kinds[kind]["auditRefs"] if _missed(each, checks)),
    )


def _missed(part: dict[str, Any], checks: dict[str, Any]) -> bool:
    score = checks[part["id"]]["score"]
    return part["weight"] > 0 and score is not None and score < 0.9


def _run(words: list[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        words, capture_output=True, text=True, check=False, timeout=PATIENCE, stdin=subprocess.DEVNULL
    )
