"""Answers that are files: asked for by their media type or by any, with problems told as everywhere else."""

from typing import cast

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from rest_framework.response import Response

from support.api.writing import Written


def renderers(*media: str) -> list[type[Written]]:
    """For `renderer_classes`: a view that answers with a file of one of these media types."""
    files = [type("FileRenderer", (Written,), {"media_type": one}) for one in media]
    return [*files, Written]


def file(content: str | bytes, media: str, name: str) -> Response:
    """The file, for nobody but its reader."""
    headers = {
        "Content-Disposition": content_disposition_header(True, name) or "attachment",
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return cast("Response", HttpResponse(content, content_type=media, headers=headers))
