"""Addresses for programs."""

from django.urls import URLPattern, path, re_path

from support.api import docs, needs, service, topics
from support.api.view import NoSuchAddress

app_name = "api"

urlpatterns: list[URLPattern] = [
    # The service.
    path("", service.Start.as_view(), name="start"),
    path("health/", service.Health.as_view(), name="health"),
    path("version/", service.Version.as_view(), name="version"),
    path("problems/", service.Problems.as_view(), name="problems"),
    path("schema/", docs.SchemaFile.as_view(), name="schema"),
    path("docs/", docs.Docs.as_view(), name="docs"),
    path("reference/", docs.Reference.as_view(), name="reference"),
    # A community.
    path("communities/<slug:community>/topics/", topics.CommunityTopics.as_view(), name="topics"),
    path(
        "communities/<slug:community>/topics/suggestions/",
        topics.TopicSuggestions.as_view(),
        name="topic_suggestions",
    ),
    # What I need.
    path("communities/<slug:community>/needs/", needs.CommunityNeeds.as_view(), name="community_needs"),
    path("needs/", needs.Needs.as_view(), name="needs"),
    path("needs/<uuid:uid>/", needs.OneNeed.as_view(), name="need"),
    path("needs/<uuid:uid>/renewal/", needs.NeedRenewal.as_view(), name="need_renewal"),
    path("needs/<uuid:uid>/reopening/", needs.NeedReopening.as_view(), name="need_reopening"),
    re_path("", NoSuchAddress.as_view(), name="no_such_address"),
]
