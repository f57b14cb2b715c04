from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from support.celery import app as celery_app

__all__ = [
    "SupportConfig",
    "celery_app",
]  # the app is imported here so that every `@shared_task` rings through it


class SupportConfig(AppConfig):
    name = "support"
    verbose_name = _("The service around them")
