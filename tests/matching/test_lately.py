"""Others who asked about the same: told from five people on, and never who."""

from collections.abc import Callable
from datetime import datetime, timedelta

from accounts.models import Community, Member
from matching import lately
from matching.models import Need, NeedState


def test_few_are_not_told_and_many_requests_of_one_are_one_person(
    riverside: Community,
    maya: Member,
    make_member: Callable[..., Member],
    post_need: Callable[..., Need],
    now: datetime,
) -> None:
    topics = list(post_need(maya).topics.all())

    def told(when: datetime = now) -> int:
        return lately.others_who_asked(topics=topics, community=riverside, member=maya, now=when)

    others = [make_member(f"Other{number}") for number in range(4)]
    for other in (*others, others[0], others[0]):
        post_need(other)
    assert told() == 0

    fifth = post_need(make_member("Fifth"))
    assert told() == 5
    assert told(now + timedelta(days=91)) == 0

    Need.objects.filter(pk=fifth.pk).update(state=NeedState.IN_REVIEW)
    assert told() == 0, "what nobody has read yet is not told of"
