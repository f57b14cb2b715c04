"""Answers that are files: asked for by their media type or by any, with problems told as everywhere else."""

from rest_framework.renderers import JSONRenderer


def renderers(media: str) -> list[type[JSONRenderer]]:
    """For `renderer_classes`: a view that answers with an HttpResponse of this media type."""
    return [type("FileRenderer", (JSONRenderer,), {"media_type": media}), JSONRenderer]
