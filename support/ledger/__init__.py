"""The log of what was done: decisions, settings, looks at private words, each an entry in the chain of its community.

Each entry carries the seal of the one before it, and a seal of its own: HMAC-SHA256 with a key derived from the oldest
of `FIELD_KEYS`, over everything the entry says (`sealing.canonical`). What that finds (`verifying`):

- a changed entry, one taken out of the middle, one put in between: by anybody, whatever they may write in the database,
  unless they also have the keys from the environment;
- entries taken away at the new end: only by a head that was remembered elsewhere, so `./manage.py audit` prints them
  and every export carries one; or by a decision or look that is still there and has no entry;
- everything replaced by somebody who has the keys, or an older backup put in its place: only by a remembered head;
- a decision or look that was changed or removed afterwards: the entry says what it was.

Lock order: the chain's row is the last lock of a transaction. A decision writes itself down when all else is done, and
nothing is locked after that; so nobody who holds a chain waits for anybody else.

An entry holds no words, no names and no ids of members: people stand in it under an `Alias`, which goes with the
account. Entries are kept for `shortening.KEPT`; what is older goes at the old end, and an entry says so.
"""

from support.ledger.kinds import Done
from support.ledger.rows import decided, looked
from support.ledger.shortening import shorten
from support.ledger.writing import OPERATORS, Line, append, begin_all

__all__ = ["OPERATORS", "Done", "Line", "append", "begin_all", "decided", "looked", "shorten"]
