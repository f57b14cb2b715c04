"""Every address of the service."""

from django.urls import include, path

urlpatterns = [
    path("", include("support.web.urls")),
    path("c/<slug:community>/moderate/", include("support.dashboard.urls")),
    path("api/v1/", include("support.api.urls")),
    path("account/", include("support.web.account_urls")),
]

handler500 = "support.web.errors.broken"
