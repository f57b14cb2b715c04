"""Addresses of what two people do, and of one's own data."""

from django.urls import URLPattern, path

from support.api import conversations, messages, parting, reports

urlpatterns: list[URLPattern] = [
    # Talking.
    path("conversations/", conversations.Conversations.as_view(), name="conversations"),
    path("conversations/search/", conversations.ConversationSearch.as_view(), name="conversation_search"),
    path("conversations/<uuid:uid>/", conversations.OneConversation.as_view(), name="conversation"),
    path("conversations/<uuid:uid>/messages/", messages.Messages.as_view(), name="messages"),
    path("conversations/<uuid:uid>/messages/<uuid:message>/", messages.OneMessage.as_view(), name="message"),
    path(
        "conversations/<uuid:uid>/read/", conversations.ConversationRead.as_view(), name="conversation_read"
    ),
    path(
        "conversations/<uuid:uid>/draft/",
        conversations.ConversationDraft.as_view(),
        name="conversation_draft",
    ),
    path(
        "conversations/<uuid:uid>/starters/",
        conversations.ConversationStarters.as_view(),
        name="conversation_starters",
    ),
    path(
        "conversations/<uuid:uid>/ending/", parting.ConversationEnding.as_view(), name="conversation_ending"
    ),
    path(
        "conversations/<uuid:uid>/longer/", parting.ConversationLonger.as_view(), name="conversation_longer"
    ),
    path("conversations/<uuid:uid>/again/", parting.ConversationAgain.as_view(), name="conversation_again"),
    path("conversations/<uuid:uid>/block/", parting.ConversationBlock.as_view(), name="conversation_block"),
    path(
        "conversations/<uuid:uid>/report/", reports.ConversationReport.as_view(), name="conversation_report"
    ),
    path("me/reports/", reports.MyReports.as_view(), name="my_reports"),
    path("me/reports/<uuid:uid>/", reports.MyReport.as_view(), name="my_report"),
]
