"""Every address of the service."""

from django.urls import include, path

urlpatterns = [
    # They are tried one after the other: the members' pages come last, because there are most of them.
    path("api/v1/", include("support.api.urls")),
    path("account/", include("support.web.account_urls")),
    path("c/<slug:community>/moderate/", include("support.dashboard.urls")),
    path("", include("support.web.urls")),
]

handler500 = "support.web.errors.broken"
