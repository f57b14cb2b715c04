"""The members' pages: one view module a noun."""

from django.urls import URLPattern, path

from support.web import (
    beginning,
    blocks,
    communities,
    conversations,
    crisis,
    front,
    health,
    home,
    hours,
    language,
    local_mail,
    matches,
    me,
    needs,
    notifications,
    offers,
    undo,
    welcome,
)

urlpatterns: list[URLPattern] = [
    path("", front.front, name="front"),
    path("about/", front.about, name="about"),
    path("privacy/", front.privacy, name="privacy"),
    path("crisis/", crisis.crisis, name="crisis"),
    path("healthz", health.healthz, name="healthz"),
    path("language/", language.language, name="language"),
    # A community: its public page, and coming and going.
    path("c/<slug:community>/", communities.community, name="community"),
    path("c/<slug:community>/join/", communities.join, name="join"),
    path("c/<slug:community>/here/", communities.here, name="here"),
    path("c/<slug:community>/leave/", communities.leave, name="leave"),
    path("invitation/<str:secret>/", communities.invitation, name="invitation"),
    # Myself.
    path("home/", home.home, name="home"),
    path("welcome/", welcome.welcome, name="welcome"),
    path("me/", me.me, name="me"),
    path("me/hours/", hours.hours, name="hours"),
    path("me/away/", hours.away, name="away"),
    path("me/away/<int:pk>/remove/", hours.away_remove, name="away_remove"),
    path("me/blocks/", blocks.blocks, name="blocks"),
    path("me/blocks/<int:pk>/remove/", blocks.unblock, name="unblock"),
    path("me/never-ask/", blocks.never_ask, name="never_ask"),
    path("me/never-ask/<int:pk>/remove/", blocks.never_ask_remove, name="never_ask_remove"),
    # What I need.
    path("c/<slug:community>/ask/", needs.ask, name="ask"),
    path("begun/forget/", beginning.forget, name="begun_forget"),
    path("needs/<uuid:uid>/", needs.need, name="need"),
    path("needs/<uuid:uid>/edit/", needs.edit, name="need_edit"),
    path("needs/<uuid:uid>/withdraw/", needs.withdraw, name="need_withdraw"),
    path("needs/<uuid:uid>/renew/", needs.renew, name="need_renew"),
    path("needs/<uuid:uid>/reopen/", needs.reopen, name="need_reopen"),
    # What I offer.
    path("c/<slug:community>/offer/", offers.offer_new, name="offer_new"),
    path("offers/<uuid:uid>/", offers.offer, name="offer"),
    path("offers/<uuid:uid>/edit/", offers.edit, name="offer_edit"),
    path("offers/<uuid:uid>/pause/", offers.pause, name="offer_pause"),
    path("offers/<uuid:uid>/resume/", offers.resume, name="offer_resume"),
    path("offers/<uuid:uid>/close/", offers.close, name="offer_close"),
    # Two people.
    path("matches/<uuid:uid>/", matches.match, name="match"),
    path("matches/<uuid:uid>/answer/", matches.answer, name="match_answer"),
    path("matches/<uuid:uid>/may-know/", matches.may_know, name="match_may_know"),
    path("matches/<uuid:uid>/conversation/", conversations.conversation, name="conversation"),
    path("matches/<uuid:uid>/finish/", conversations.finish, name="match_finish"),
    path("matches/<uuid:uid>/end/", conversations.end, name="match_end"),
    path("matches/<uuid:uid>/thanks/", conversations.thanks, name="match_thanks"),
    path("matches/<uuid:uid>/again/", conversations.again, name="match_again"),
    path("matches/<uuid:uid>/block/", conversations.block, name="match_block"),
    path("matches/<uuid:uid>/report/", conversations.report, name="match_report"),
    # What I should know.
    path("notifications/", notifications.notifications, name="notifications"),
    path("notifications/read/", notifications.read, name="notifications_read"),
    path("notifications/<uuid:uid>/", notifications.notification, name="notification"),
    path("undo/", undo.undo, name="undo"),
    # Letters, where this machine keeps them.
    path("local/mail/", local_mail.local_mail, name="local_mail"),
    path("local/mail/<str:name>/", local_mail.local_letter, name="local_letter"),
]
