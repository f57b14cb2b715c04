"""Answers are written in one way, however they are asked for: an ETag is a mark of these very letters."""

from typing import Any

from rest_framework.renderers import JSONRenderer


class Written(JSONRenderer):
    """JSON, never set apart by spaces (`Accept: application/json; indent=2` is answered, and changes nothing)."""

    def get_indent(self, accepted_media_type: str, renderer_context: Any) -> None:
        return None
