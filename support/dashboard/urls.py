"""The moderators' pages, under `/c/<community>/moderate/`: one view module a noun."""

from django.urls import URLPattern, path

from support.dashboard import (
    calls,
    danger,
    fairness,
    invitations,
    matches,
    members,
    messages,
    needs,
    pulse,
    queue,
    reports,
    search,
    weights,
)
from support.dashboard.settings import views as settings

urlpatterns: list[URLPattern] = [
    path("", queue.queue, name="dashboard"),
    path("cases/<slug:kind>/<int:pk>/", queue.case, name="dashboard_case"),
    path("search/", search.search, name="dashboard_search"),
    path("members/", members.members_list, name="dashboard_members"),
    path("members/<int:pk>/", members.member, name="dashboard_member"),
    path("members/<int:pk>/decide/", members.member_decide, name="dashboard_member_decide"),
    path("needs/", needs.needs_list, name="dashboard_needs"),
    path("needs/<uuid:uid>/", needs.need, name="dashboard_need"),
    path("needs/<uuid:uid>/decide/", needs.need_decide, name="dashboard_need_decide"),
    path("needs/<uuid:uid>/match/", needs.match_by_hand, name="dashboard_match_by_hand"),
    path("matches/", matches.matches_list, name="dashboard_matches"),
    path("matches/<uuid:uid>/", matches.match, name="dashboard_match"),
    path("matches/<uuid:uid>/decide/", matches.match_decide, name="dashboard_match_decide"),
    path("messages/", messages.messages_list, name="dashboard_messages"),
    path("messages/<uuid:uid>/decide/", messages.message_decide, name="dashboard_message_decide"),
    path("reports/", reports.reports_list, name="dashboard_reports"),
    path("reports/<uuid:uid>/", reports.report, name="dashboard_report"),
    path("reports/<uuid:uid>/decide/", reports.report_decide, name="dashboard_report_decide"),
    path("settings/", settings.settings, name="dashboard_settings"),
    path("settings/<slug:section>/", settings.section, name="dashboard_section"),
    path("danger/<str:what>/<int:pk>/", danger.danger, name="dashboard_danger"),
    path("danger/<str:what>/<int:pk>/decide/", danger.danger_decide, name="dashboard_danger_decide"),
    path("weights/", weights.weights, name="dashboard_weights"),
    path("pulse/", pulse.pulse, name="dashboard_pulse"),
    path("pulse/<slug:chart>.csv", pulse.pulse_table, name="dashboard_pulse_table"),
    path("pulse/<int:pk>/call/", pulse.pulse_call, name="dashboard_pulse_call"),
    path("fairness/", fairness.fairness, name="dashboard_fairness"),
    path("calls/", calls.calls, name="dashboard_calls"),
    path("invitations/", invitations.invitations, name="dashboard_invitations"),
    path("invitations/<int:pk>/revoke/", invitations.invitation_revoke, name="dashboard_invitation_revoke"),
]
