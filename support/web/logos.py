"""The logo of a community: shown in its bar. It is served so that, opened by itself, it can do nothing at all."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from support.branding.logos import TYPES, logo_at

NOTHING = "default-src 'none'; style-src 'none'; script-src 'none'; sandbox; frame-ancestors 'none'"


@require_safe
def community_logo(request: HttpRequest, community: str, mark: str) -> HttpResponse:
    logo = logo_at(community, mark)
    if logo is None:
        raise Http404
    response = HttpResponse(bytes(logo.content), content_type=TYPES[logo.kind])
    response["Content-Security-Policy"] = NOTHING
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, max-age=31536000, immutable"  # another logo has another address
    return response
