"""Which files are the pages'."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class PageFiles(StaticFilesConfig):
    """Those of ours, without those of frameworks whose own pages nobody sees here."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "rest_framework"]
