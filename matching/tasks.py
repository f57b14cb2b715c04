"""Doorbells: each rings one house from inside its own body and carries ids only. What time it is, the database says."""

from celery import shared_task

from accounts.clock import database_now


# A round of a large community takes longer than other tasks; the next one takes up what a killed one left.
@shared_task(name="matching.match_community", soft_time_limit=240, time_limit=270)
def match_community(*, community_id: int) -> None:
    from matching import matcher

    matcher.run(community_id=community_id, now=database_now)


@shared_task(name="matching.sweep_needs")
def sweep_needs() -> None:
    from matching import waiting

    for community_id in waiting.communities_due(now=database_now()):
        match_community.delay(community_id=community_id)


@shared_task(name="matching.expire_matches")
def expire_matches() -> None:
    from matching import matches

    matches.expire_due(now=database_now())


@shared_task(name="matching.expire_needs")
def expire_needs() -> None:
    from matching import needs

    needs.expire_due(now=database_now())


@shared_task(name="matching.tell_waiting")
def tell_waiting() -> None:
    from matching import needs

    needs.tell_waiting(now=database_now())


@shared_task(name="matching.resume_offers")
def resume_offers() -> None:
    from matching import offers

    offers.resume_due(now=database_now())


# Where clocks change for many at once this takes a while; what a run cut short has left, the next one finds.
@shared_task(name="matching.refresh_masks", soft_time_limit=240, time_limit=270)
def refresh_masks() -> None:
    from matching import availability

    availability.refresh_masks(now=database_now())
