"""Addresses of the moderators' desk, below `communities/{community}/moderation/`."""

from django.urls import URLPattern, path

from support.api.moderation import cases, messages, needs, proposals, reports

urlpatterns: list[URLPattern] = [
    path("cases/", cases.Cases.as_view(), name="desk_cases"),
    path("cases/search/", cases.CaseSearch.as_view(), name="desk_case_search"),
    path("cases/<slug:kind>/<uuid:uid>/", cases.OneCase.as_view(), name="desk_case"),
    path("cases/<slug:kind>/<uuid:uid>/claim/", cases.CaseClaim.as_view(), name="desk_case_claim"),
    path("cases/<slug:kind>/<uuid:uid>/handover/", cases.CaseHandover.as_view(), name="desk_case_handover"),
    path("cases/<slug:kind>/<uuid:uid>/notes/", cases.CaseNotes.as_view(), name="desk_case_notes"),
    path(
        "cases/<slug:kind>/<uuid:uid>/notes/<uuid:note>/",
        cases.OneCaseNote.as_view(),
        name="desk_case_note",
    ),
    path("needs/", needs.DeskNeeds.as_view(), name="desk_needs"),
    path("needs/<uuid:uid>/", needs.OneDeskNeed.as_view(), name="desk_need"),
    path("needs/<uuid:uid>/decisions/", needs.DeskNeedDecisions.as_view(), name="desk_need_decisions"),
    path("needs/<uuid:uid>/search/", needs.DeskNeedSearch.as_view(), name="desk_need_search"),
    path("needs/<uuid:uid>/candidates/", needs.DeskNeedCandidates.as_view(), name="desk_need_candidates"),
    path("needs/<uuid:uid>/proposals/", needs.DeskNeedProposals.as_view(), name="desk_need_proposals"),
    path("matches/", proposals.DeskMatches.as_view(), name="desk_matches"),
    path("proposals/<uuid:uid>/", proposals.OneProposal.as_view(), name="desk_proposal"),
    path(
        "proposals/<uuid:uid>/decisions/",
        proposals.ProposalDecisions.as_view(),
        name="desk_proposal_decisions",
    ),
    path("messages/", messages.HeldMessages.as_view(), name="desk_messages"),
    path("messages/<uuid:uid>/", messages.OneHeldMessage.as_view(), name="desk_message"),
    path(
        "messages/<uuid:uid>/decisions/",
        messages.HeldMessageDecisions.as_view(),
        name="desk_message_decisions",
    ),
    path("reports/", reports.DeskReports.as_view(), name="desk_reports"),
    path("reports/<uuid:uid>/", reports.OneDeskReport.as_view(), name="desk_report"),
    path(
        "reports/<uuid:uid>/decisions/", reports.DeskReportDecisions.as_view(), name="desk_report_decisions"
    ),
]
