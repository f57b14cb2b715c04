"""Doorbells: each rings one house from inside its own body and carries ids only. What time it is, the database says."""

from celery import shared_task

from accounts.clock import database_now


@shared_task(name="accounts.deliver")
def deliver(*, notification_id: int) -> None:
    from accounts.notifications.delivery import deliver as carry_out

    carry_out(notification_id=notification_id, clock=database_now)


@shared_task(name="accounts.sweep_deliveries")
def sweep_deliveries() -> None:
    from accounts.notifications.delivery import sweep

    sweep(clock=database_now)
