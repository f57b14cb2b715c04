"""Names that are plainly invented: something that grows, flies or blows, and a place to sit down."""

from random import Random

FIRST = (
    "Acorn", "Alder", "Amber", "Ash", "Aspen", "Autumn", "Birch", "Bramble", "Breeze", "Cedar", "Clover",
    "Coral", "Dew", "Fern", "Finch", "Flint", "Frost", "Hazel", "Heather", "Heron", "Iris", "Ivy", "Jay",
    "Juniper", "Lark", "Linden", "Maple", "Marigold", "Misty", "Moss", "Oak", "Olive", "Pebble",
    "Plover", "Poppy", "Rain", "Reed", "Robin", "Rowan", "Sage", "Sorrel", "Storm", "Swift", "Thistle",
    "Willow", "Wren", "Yarrow",
)  # fmt: skip
LAST = (
    "Bay", "Bridge", "Brook", "Cottage", "Cove", "Dale", "Field", "Garden", "Glade", "Grove", "Harbour",
    "Haven", "Heath", "Hill", "Hollow", "Lake", "Lane", "Meadow", "Mill", "Orchard", "Pond", "Ridge",
    "Shore", "Spring", "Stone", "Terrace", "Vale", "Well", "Wood", "Yard",
)  # fmt: skip


def invent(rng: Random, count: int, *, taken: frozenset[str]) -> list[str]:
    """`count` different names, none of them among `taken`."""
    names = [f"{first} {last}" for first in FIRST for last in LAST]
    return rng.sample([name for name in names if name not in taken], count)


def address(name: str) -> str:
    """The e-mail address that goes with a name, at a domain that is reserved and can never receive mail."""
    return f"{name.lower().replace(' ', '.')}@members.example"
