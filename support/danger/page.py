"""The tables that docs/safety.md shows of what is measured, each between its two marks."""

from collections.abc import Callable

from support.danger import measuring, written

TABLES: dict[str, Callable[[], str]] = {"measured": measuring.table, "written": written.table}


def renewed(page: str) -> str:
    """The page with every table measured now."""
    for mark, table in TABLES.items():
        before, _, rest = page.partition(f"<!-- {mark} -->")
        page = f"{before}<!-- {mark} -->\n{table()}<!-- /{mark} -->{rest.partition(f'<!-- /{mark} -->')[2]}"
    return page
