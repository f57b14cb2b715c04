"""Doorbells: each rings one house from inside its own body and carries ids only. What time it is, the database says."""

from celery import shared_task

from accounts.clock import database_now


@shared_task(name="accounts.deliver")
def deliver(*, notification_id: int) -> None:
    from accounts.notifications import delivery

    delivery.deliver(notification_id=notification_id, clock=database_now)


@shared_task(name="accounts.sweep_deliveries")
def sweep_deliveries() -> None:
    from accounts.notifications import delivery

    delivery.sweep(clock=database_now)
