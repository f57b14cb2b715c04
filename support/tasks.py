"""Doorbells: each rings one house from inside its own body and carries ids only. What time it is, the database says."""

from celery import shared_task

from accounts.clock import database_now


@shared_task(name="support.forget_drafts")
def forget_drafts() -> None:
    from support import drafts

    drafts.forget_old(now=database_now())


@shared_task(name="support.sweep_silent")
def sweep_silent() -> None:
    from support import silence

    silence.sweep_silent(now=database_now())
