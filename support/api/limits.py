"""How often a program may ask, and telling it so in the headers that the IETF drafts for it.

https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ (`RateLimit-Policy`, `RateLimit`).
"""

from dataclasses import dataclass

from rest_framework.request import Request

from accounts.models import Member
from support.api.problems import Problem
from support.often import A_MINUTE, address_of, tries, until_the_next

MEMBER, STRANGER = 600, 120  # requests a minute; several people may share an address


@dataclass(frozen=True, slots=True)
class Left:
    """What remains of this minute."""

    policy: str
    quota: int
    left: int
    seconds: int

    @property
    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Policy": f'"{self.policy}";q={self.quota};w={A_MINUTE}',
            "RateLimit": f'"{self.policy}";r={max(self.left, 0)};t={self.seconds}',
        }


def count(request: Request, member: Member | None) -> Left:
    """Counts this request."""
    policy, quota = ("member", MEMBER) if member else ("stranger", STRANGER)
    made = tries("api", f"member:{member.pk}" if member else address_of(request._request))
    return Left(policy, quota, quota - made, until_the_next())


def require(left: Left) -> None:
    """Raises `too_often` once nothing is left."""
    if left.left < 0:
        raise Problem("too_often", **{"Retry-After": str(left.seconds)})


def at_most(times: int, action: str, member: Member) -> None:
    """For what costs, or reaches, more than other requests; counted together with the pages. Raises `too_often`."""
    if tries(action, f"member:{member.pk}") > times:
        raise Problem("too_often", **{"Retry-After": str(until_the_next())})
