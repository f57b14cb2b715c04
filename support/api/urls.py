"""Addresses for programs."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from support.api import (
    blocks,
    communities,
    crisis,
    docs,
    drafts,
    hours,
    intake,
    matches,
    me,
    membership,
    needs,
    not_for_me,
    offers,
    searching,
    service,
    together,
    topics,
    undo,
    urls_of_two,
)
from support.api.view import NoSuchAddress

app_name = "api"

urlpatterns: list[URLPattern | URLResolver] = [
    # The service.
    path("", service.Start.as_view(), name="start"),
    path("health/", service.Health.as_view(), name="health"),
    path("version/", service.Version.as_view(), name="version"),
    path("problems/", service.Problems.as_view(), name="problems"),
    path("schema/", docs.SchemaFile.as_view(), name="schema"),
    path("docs/", docs.Docs.as_view(), name="docs"),
    path("files/<path:name>", docs.Part.as_view(), name="docs_part"),
    path("reference/", docs.Reference.as_view(), name="reference"),
    path("crisis/", crisis.CrisisLines.as_view(), name="crisis"),
    # A community.
    path("communities/", communities.Communities.as_view(), name="communities"),
    path("communities/<slug:community>/", communities.OneCommunity.as_view(), name="community"),
    path("invitation/", communities.InvitedTo.as_view(), name="invited_to"),
    path(
        "communities/<slug:community>/membership/",
        membership.CommunityMembership.as_view(),
        name="membership",
    ),
    path("communities/<slug:community>/together/", together.CommunityTogether.as_view(), name="together"),
    path("communities/<slug:community>/kind-words/", together.KindWords.as_view(), name="kind_words"),
    path("communities/<slug:community>/topics/", topics.CommunityTopics.as_view(), name="topics"),
    path(
        "communities/<slug:community>/topics/suggestions/",
        topics.TopicSuggestions.as_view(),
        name="topic_suggestions",
    ),
    # Myself.
    path("me/", me.Me.as_view(), name="me"),
    path("me/memberships/", membership.MyMemberships.as_view(), name="my_memberships"),
    path("me/guides/", me.Guides.as_view(), name="guides"),
    path("me/guides/<slug:guide>/", me.OneGuide.as_view(), name="guide"),
    path("me/guides/<slug:guide>/reading/", me.GuideReading.as_view(), name="guide_reading"),
    path("me/hours/", hours.MyHours.as_view(), name="hours"),
    path("me/away/", hours.MyAway.as_view(), name="aways"),
    path("me/away/<uuid:uid>/", hours.OneAway.as_view(), name="away"),
    path("me/blocks/", blocks.MyBlocks.as_view(), name="blocks"),
    path("me/blocks/<uuid:uid>/", blocks.OneBlock.as_view(), name="block"),
    path("me/never-ask/", blocks.MyNeverAsk.as_view(), name="never_ask"),
    path("me/never-ask/<uuid:uid>/", blocks.OneNeverAsk.as_view(), name="never_asked"),
    path("me/not-for-me/", not_for_me.NotForMe.as_view(), name="not_for_me"),
    path("undo/", undo.Undo.as_view(), name="undo"),
    # For people who have no device.
    path("communities/<slug:community>/intake/", intake.CommunityIntake.as_view(), name="intake"),
    path("intake/", intake.PeopleSpokenFor.as_view(), name="people_spoken_for"),
    path("intake/<uuid:uid>/", intake.OnePersonSpokenFor.as_view(), name="spoken_for"),
    path("intake/<uuid:uid>/told/", intake.NewsPassedOn.as_view(), name="news_passed_on"),
    # What I need.
    path("communities/<slug:community>/needs/", needs.CommunityNeeds.as_view(), name="community_needs"),
    path("communities/<slug:community>/drafts/need/", drafts.NeedDraft.as_view(), name="need_draft"),
    path("needs/", needs.Needs.as_view(), name="needs"),
    path("needs/<uuid:uid>/", needs.OneNeed.as_view(), name="need"),
    path("needs/<uuid:uid>/renewal/", needs.NeedRenewal.as_view(), name="need_renewal"),
    path("needs/<uuid:uid>/reopening/", needs.NeedReopening.as_view(), name="need_reopening"),
    path("needs/<uuid:uid>/feeling/", needs.NeedFeeling.as_view(), name="need_feeling"),
    path("needs/<uuid:uid>/why/", searching.NeedWhy.as_view(), name="need_why"),
    # What I offer.
    path("communities/<slug:community>/offers/", offers.CommunityOffers.as_view(), name="community_offers"),
    path("communities/<slug:community>/drafts/offer/", drafts.OfferDraft.as_view(), name="offer_draft"),
    path("offers/", offers.Offers.as_view(), name="offers"),
    path("offers/<uuid:uid>/", offers.OneOffer.as_view(), name="offer"),
    path("offers/<uuid:uid>/pause/", offers.OfferPause.as_view(), name="offer_pause"),
    # Two people.
    path("matches/", matches.Matches.as_view(), name="matches"),
    path("matches/<uuid:uid>/", matches.OneMatch.as_view(), name="match"),
    path("matches/<uuid:uid>/answer/", matches.MatchAnswer.as_view(), name="match_answer"),
    path("matches/<uuid:uid>/may-know/", matches.MatchMayKnow.as_view(), name="match_may_know"),
    *urls_of_two.urlpatterns,
    # Moderators.
    path("communities/<slug:community>/moderation/", include("support.api.moderation.urls")),
    re_path("", NoSuchAddress.as_view(), name="no_such_address"),
]
