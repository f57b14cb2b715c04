from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from support.celery import app as celery_app

__all__ = [
    "SupportConfig",
    "celery_app",
]  # the app is imported here so that every `@shared_task` rings through it


class SupportConfig(AppConfig):
    name = "support"
    verbose_name = _("The service around them")

    def ready(self) -> None:
        # Named, not imported: models must be there first, and the types of their relations must not go in circles.
        import_string("support.meetings.entries.register")()
