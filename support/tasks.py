"""Doorbells: each rings one house from inside its own body and carries ids only. What time it is, the database says."""

from celery import shared_task

from accounts.clock import database_now


@shared_task(name="support.forget_drafts")
def forget_drafts() -> None:
    from support import drafts, unsent

    now = database_now()
    drafts.forget_old(now=now)
    unsent.forget_old(now=now)


@shared_task(name="support.call_for_danger")
def call_for_danger() -> None:
    from support.danger import calling

    calling.call(now=database_now())


@shared_task(name="support.sweep_silent")
def sweep_silent() -> None:
    from support import silence, unanswered

    now = database_now()
    silence.sweep_silent(now=now)
    unanswered.sweep_unanswered(now=now)


@shared_task(name="support.sweep_checkins")
def sweep_checkins() -> None:
    from support import checkins

    checkins.sweep(now=database_now())


@shared_task(name="support.sweep_meetings")
def sweep_meetings() -> None:
    from support.meetings import sweeping

    sweeping.sweep(now=database_now())


@shared_task(name="support.make_export", soft_time_limit=90, time_limit=110)
def make_export(*, export_id: int) -> None:
    from support.privacy import exporting

    exporting.make(export_id=export_id, clock=database_now)


@shared_task(name="support.sweep_exports", soft_time_limit=90, time_limit=110)
def sweep_exports() -> None:
    from support.privacy import exporting

    exporting.make_waiting(clock=database_now)


@shared_task(name="support.erase_due")
def erase_due() -> None:
    from support.privacy import erasing

    now = database_now()
    erasing.erase_due(now=now)
    erasing.keep_apart(now=now)


@shared_task(name="support.pass_on_news")
def pass_on_news() -> None:
    from support import intake

    intake.pass_on(now=database_now())


@shared_task(name="support.sweep_kept")
def sweep_kept() -> None:
    from support.privacy import retention

    retention.sweep(now=database_now())


@shared_task(name="support.publish_pulse", soft_time_limit=90, time_limit=110)
def publish_pulse() -> None:
    from support.pulse import calls, publishing

    now = database_now()
    publishing.publish(now=now)
    calls.count(now=now)


@shared_task(name="support.sweep_measures")
def sweep_measures() -> None:
    from support.moderation import lifting

    lifting.sweep(now=database_now())


@shared_task(name="support.sweep_patterns")
def sweep_patterns() -> None:
    from support import numbers
    from support.patterns import sweeping

    now = database_now()
    numbers.sweep(now=now)
    sweeping.sweep(now=now)
