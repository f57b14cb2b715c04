"""Amounts as whole shares of one total, by the largest remainder (Hamilton's method)."""

from collections.abc import Mapping


def in_shares(amounts: Mapping[str, int], total: int) -> dict[str, int]:
    """Each amount's share of the total: whole, as near to exact as whole numbers can be, and together the total.

    Amounts are not negative, and one of them is more than nothing. What rounding down leaves over goes, one
    each, to the largest remainders; among equals the earlier name comes first, so that the same amounts
    always make the same shares.
    """
    whole = sum(amounts.values())
    shares = {name: amount * total // whole for name, amount in amounts.items()}
    remainders = {name: amount * total % whole for name, amount in amounts.items()}
    left_over = total - sum(shares.values())
    for name in sorted(amounts, key=lambda name: -remainders[name])[:left_over]:
        shares[name] += 1
    return shares
