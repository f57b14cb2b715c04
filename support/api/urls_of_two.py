"""Addresses of what two people do, and of one's own data."""

from django.urls import URLPattern, path

from support.api import (
    calendar,
    checkins,
    conversations,
    journal,
    meetings,
    messages,
    notifications,
    parting,
    privacy,
    reports,
    thanks,
)

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
    # Meeting.
    path("conversations/<uuid:uid>/meeting/", meetings.ConversationMeeting.as_view(), name="meeting"),
    path("conversations/<uuid:uid>/meeting/hours/", meetings.MeetingHours.as_view(), name="meeting_hours"),
    path("conversations/<uuid:uid>/meeting/answer/", meetings.MeetingAnswer.as_view(), name="meeting_answer"),
    path("conversations/<uuid:uid>/meeting/said/", meetings.MeetingSaid.as_view(), name="meeting_said"),
    path("conversations/<uuid:uid>/meeting/entry.ics", meetings.MeetingEntry.as_view(), name="meeting_entry"),
    path("me/meetings/", meetings.MyMeetings.as_view(), name="my_meetings"),
    path("me/calendar/", calendar.MyCalendar.as_view(), name="calendar"),
    # What I should know, and what I write for myself.
    path("notifications/", notifications.Notifications.as_view(), name="notifications"),
    path(
        "notifications/reading/", notifications.NotificationsReading.as_view(), name="notifications_reading"
    ),
    path("notifications/<uuid:uid>/", notifications.OneNotification.as_view(), name="notification"),
    path(
        "notifications/<uuid:uid>/read/", notifications.NotificationRead.as_view(), name="notification_read"
    ),
    path("me/reach/", notifications.MyReach.as_view(), name="reach"),
    path("me/reach/letters/", notifications.ReachLetters.as_view(), name="reach_letters"),
    path("me/devices/", notifications.MyDevices.as_view(), name="devices"),
    path("me/devices/key/", notifications.DeviceKey.as_view(), name="device_key"),
    path("me/devices/<uuid:uid>/", notifications.OneDevice.as_view(), name="device"),
    path("me/journal/", journal.MyJournal.as_view(), name="journal"),
    path("me/journal/<uuid:uid>/", journal.OneReflection.as_view(), name="reflection"),
    # Looking back.
    path("conversations/<uuid:uid>/check-in/", checkins.ConversationCheckIn.as_view(), name="checkin"),
    path("conversations/<uuid:uid>/check-in/later/", checkins.CheckInLater.as_view(), name="checkin_later"),
    path(
        "conversations/<uuid:uid>/check-in/onward/", checkins.CheckInOnward.as_view(), name="checkin_onward"
    ),
    path("conversations/<uuid:uid>/thanks/", thanks.ConversationThanks.as_view(), name="thanks"),
    path(
        "conversations/<uuid:uid>/thanks/<slug:whose>/sharing/",
        thanks.ThanksSharing.as_view(),
        name="thanks_sharing",
    ),
    # What is kept about me.
    path("me/kept/", privacy.MyKept.as_view(), name="my_kept"),
    path("me/looks/", privacy.MyLooks.as_view(), name="my_looks"),
    path("me/decisions/", privacy.MyDecisions.as_view(), name="my_decisions"),
    path("me/decisions/<uuid:uid>/", privacy.MyDecision.as_view(), name="my_decision"),
    path("me/decisions/<uuid:uid>/appeal/", privacy.MyAppeal.as_view(), name="my_appeal"),
    path("me/copy/", privacy.MyCopy.as_view(), name="my_copy"),
    path("me/copy/file.zip", privacy.MyCopyFile.as_view(), name="my_copy_file"),
    path("me/erasure/", privacy.MyErasure.as_view(), name="my_erasure"),
]
