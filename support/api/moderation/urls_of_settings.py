"""Addresses of how a community works: its settings, its crisis lines, what counts in its search."""

from django.urls import URLPattern, path

from support.api.moderation import calls, lines, weights
from support.api.moderation.settings import hours, look, overview, simple, texts

urlpatterns: list[URLPattern] = [
    path("crisis-lines/", lines.DeskLines.as_view(), name="desk_lines"),
    path("crisis-lines/<uuid:uid>/", lines.OneDeskLine.as_view(), name="desk_line"),
    path("crisis-lines/<uuid:uid>/decisions/", lines.DeskLineDecisions.as_view(), name="desk_line_decisions"),
    path("calls/", calls.DeskCalls.as_view(), name="desk_calls"),
    path("weights/", weights.DeskWeights.as_view(), name="desk_weights"),
    path("weights/trial/", weights.WeightsTrial.as_view(), name="desk_weights_trial"),
    path("settings/", overview.DeskSettings.as_view(), name="desk_settings"),
    path("settings/texts/", texts.TextsSettings.as_view(), name="desk_settings_texts"),
    path("settings/place/", texts.PlaceSettings.as_view(), name="desk_settings_place"),
    path("settings/topics/", texts.TopicsSettings.as_view(), name="desk_settings_topics"),
    path("settings/look/", look.LookSettings.as_view(), name="desk_settings_look"),
    path("settings/joining/", simple.JoiningSettings.as_view(), name="desk_settings_joining"),
    path("settings/review/", simple.ReviewSettings.as_view(), name="desk_settings_review"),
    path("settings/keeping/", simple.KeepingSettings.as_view(), name="desk_settings_keeping"),
    path("settings/hours/", hours.HoursSettings.as_view(), name="desk_settings_hours"),
    path("settings/helpers/", simple.HelpersSettings.as_view(), name="desk_settings_helpers"),
]
