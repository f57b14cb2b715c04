"""Patterns that moderators should know of, each a small module: what counts, and what is said of it.

A pattern accuses nobody and changes nothing: it becomes a case, with how many people, when, and the ids of what
happened; a moderator looks, decides by the usual ways, and sets it aside. All thresholds stand in `thresholds`.
"""

from support.patterns.blocked import BLOCKED
from support.patterns.pattern import Noticed
from support.patterns.talk import ELSEWHERE, SECRECY
from support.patterns.vulnerable import READ_AND_GONE, VULNERABLE

PATTERNS: tuple[Noticed, ...] = (SECRECY, VULNERABLE, READ_AND_GONE, ELSEWHERE, BLOCKED)
