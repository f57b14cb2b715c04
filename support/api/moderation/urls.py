"""Addresses of the moderators' desk, below `communities/{community}/moderation/`."""

from django.urls import URLPattern, path

from support.api.moderation import (
    appeals,
    cases,
    choosing,
    danger,
    duty,
    fairness,
    helpers,
    invitations,
    log,
    measures,
    members,
    messages,
    needs,
    patterns,
    proposals,
    pulse,
    reasons,
    reports,
    roles,
    search,
    urls_of_settings,
)

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
    # The people of the community.
    path("members/", members.DeskMembers.as_view(), name="desk_members"),
    path("members/search/", members.DeskMemberSearch.as_view(), name="desk_member_search"),
    path("members/<uuid:uid>/", members.OneDeskMember.as_view(), name="desk_member"),
    path(
        "members/<uuid:uid>/decisions/", members.DeskMemberDecisions.as_view(), name="desk_member_decisions"
    ),
    path("members/<uuid:uid>/role/", roles.DeskMemberRole.as_view(), name="desk_member_role"),
    path("helpers/", helpers.DeskHelpers.as_view(), name="desk_helpers"),
    path("helpers/<uuid:uid>/", helpers.OneDeskHelper.as_view(), name="desk_helper"),
    path(
        "helpers/<uuid:uid>/decisions/", helpers.DeskHelperDecisions.as_view(), name="desk_helper_decisions"
    ),
    path("helpers/<uuid:uid>/notes/", helpers.SupervisionNotes.as_view(), name="desk_supervision_notes"),
    path(
        "helpers/<uuid:uid>/notes/<uuid:note>/",
        helpers.OneSupervisionNote.as_view(),
        name="desk_supervision_note",
    ),
    path("roles/", roles.DeskRoles.as_view(), name="desk_roles"),
    path("invitations/", invitations.DeskInvitations.as_view(), name="desk_invitations"),
    path("invitations/<uuid:uid>/", invitations.OneDeskInvitation.as_view(), name="desk_invitation"),
    # How the community works.
    *urls_of_settings.urlpatterns,
    # Measures, appeals, patterns, danger.
    path("reasons/", reasons.DeskReasons.as_view(), name="desk_reasons"),
    path("measures/", measures.DeskMeasures.as_view(), name="desk_measures"),
    path("measures/choices/", choosing.MeasureChoices.as_view(), name="desk_measure_choices"),
    path("measures/wording/", choosing.MeasureWording.as_view(), name="desk_measure_wording"),
    path("measures/<uuid:uid>/", measures.OneDeskMeasure.as_view(), name="desk_measure"),
    path(
        "measures/<uuid:uid>/decisions/",
        measures.DeskMeasureDecisions.as_view(),
        name="desk_measure_decisions",
    ),
    path("measures/<uuid:uid>/undo/", measures.DeskMeasureUndo.as_view(), name="desk_measure_undo"),
    path("appeals/", appeals.DeskAppeals.as_view(), name="desk_appeals"),
    path("appeals/<uuid:uid>/", appeals.OneDeskAppeal.as_view(), name="desk_appeal"),
    path(
        "appeals/<uuid:uid>/decisions/", appeals.DeskAppealDecisions.as_view(), name="desk_appeal_decisions"
    ),
    path("patterns/", patterns.DeskPatterns.as_view(), name="desk_patterns"),
    path("patterns/<uuid:uid>/", patterns.OneDeskPattern.as_view(), name="desk_pattern"),
    path(
        "patterns/<uuid:uid>/messages/",
        patterns.DeskPatternMessages.as_view(),
        name="desk_pattern_messages",
    ),
    path(
        "patterns/<uuid:uid>/decisions/",
        patterns.DeskPatternDecisions.as_view(),
        name="desk_pattern_decisions",
    ),
    path("danger/<slug:what>/", danger.DeskDangers.as_view(), name="desk_dangers"),
    path("danger/<slug:what>/<uuid:uid>/", danger.OneDeskDanger.as_view(), name="desk_danger"),
    path(
        "danger/<slug:what>/<uuid:uid>/decisions/",
        danger.DeskDangerDecisions.as_view(),
        name="desk_danger_decisions",
    ),
    # How it goes.
    path("pulse/", pulse.Pulse.as_view(), name="desk_pulse"),
    path("pulse/<slug:chart>.csv", pulse.PulseTable.as_view(), name="desk_pulse_table"),
    path("pulse/calls/", pulse.PulseCalls.as_view(), name="desk_pulse_calls"),
    path("fairness/", fairness.Fairness.as_view(), name="desk_fairness"),
    path("search/", search.Search.as_view(), name="desk_search"),
    path("duty/", duty.Duty.as_view(), name="desk_duty"),
    path("log/", log.Log.as_view(), name="desk_log"),
    path("log/export/", log.LogExport.as_view(), name="desk_log_export"),
]
