"""What a run of the benchmark is to measure. Standard library only."""

from dataclasses import dataclass

PARTS = ("round", "candidates", "database", "post", "hosts")
ALONE = ("live", "pages", "api", "busy")  # each a command of its own
ROUND_SIZES = (1_000, 10_000)
ROUND_SIZES_FULL = (1_000, 10_000, 100_000, 1_000_000)
OFFERS = (10_000,)
OFFERS_FULL = (100_000, 1_000_000)
LEAST, MOST = 100, 2_000_000  # postings


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The options of the command, checked."""

    parts: tuple[str, ...] = PARTS
    sizes: tuple[int, ...] = ()
    repeats: int = 5
    full: bool = False

    def round_sizes(self) -> tuple[int, ...]:
        """Postings, needs and offers together, of each community that a round is measured with."""
        return self.sizes or (ROUND_SIZES_FULL if self.full else ROUND_SIZES)

    def offers(self) -> tuple[int, ...]:
        """Open offers in each community in the database."""
        return self.sizes or (OFFERS_FULL if self.full else OFFERS)
