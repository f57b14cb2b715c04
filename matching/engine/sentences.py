"""What a moderator reads of a rule, broken or kept: plain, without blame, and without anybody's wishes.

The words are translated a layer above; `gettext_noop` only marks them, by a name that makemessages finds.
"""


def gettext_noop(sentence: str) -> str:
    return sentence


SENTENCES = {
    "are_two_people": gettext_noop("The need and the offer come from the same person."),
    "are_in_one_community": gettext_noop("The need and the offer belong to two different communities."),
    "has_room": gettext_noop("The helper has no place left for another person at the moment."),
    "is_not_yet_asking": gettext_noop("The helper is already being asked about this need."),
    "share_a_kind": gettext_noop("The helper does not offer the kind of support that is asked for."),
    "share_a_topic": gettext_noop("They have no topic in common."),
    "asks_nothing_avoided": gettext_noop("The need is about a topic that the helper would rather not take."),
    "share_a_language": gettext_noop("They have no language in common."),
    "share_a_format": gettext_noop("They have no way of talking or meeting in common."),
    "are_near": gettext_noop("They could only meet in person, and their areas are not close to each other."),
    "are_in_good_standing": gettext_noop("The membership of one of them is paused or suspended."),
    "neither_blocks_the_other": gettext_noop("One of them has blocked the other."),
    "may_not_know_each_other": gettext_noop("One of them said that they may know the other."),
    "neither_listed_the_other": gettext_noop("One of them asked never to be paired with the other."),
    "are_rested": gettext_noop(
        "They were matched less than 90 days ago, and one of them said no or ended early."
    ),
    "danger_goes_to_trained": gettext_noop(
        "The need calls for a helper trained for danger, who chose to help then."
    ),
    "sensitive_goes_to_admitted": gettext_noop(
        "The need has a sensitive topic, and the helper is not admitted for these yet."
    ),
    "wishes_hold_both_ways": gettext_noop("What one of them asked of the other does not hold."),
    "helper_can_be_asked_now": gettext_noop("The need is for today, and the helper has quiet hours now."),
    "share_half_an_hour": gettext_noop("They have no half hour free together in the time that is left."),
}

# The same rules where they hold.
HOLDS = {
    "are_two_people": gettext_noop("They are two people."),
    "are_in_one_community": gettext_noop("Both were posted in this community."),
    "has_room": gettext_noop("The helper has a place left."),
    "is_not_yet_asking": gettext_noop("The helper is not being asked about this need."),
    "share_a_kind": gettext_noop("The helper offers the kind of support that is asked for."),
    "share_a_topic": gettext_noop("They have a topic in common."),
    "asks_nothing_avoided": gettext_noop("It is about nothing that the helper would rather not take."),
    "share_a_language": gettext_noop("They have a language in common."),
    "share_a_format": gettext_noop("They have a way of talking or meeting in common."),
    "are_near": gettext_noop("They need not meet in person, or live close enough to each other."),
    "are_in_good_standing": gettext_noop("Both are members in good standing."),
    "neither_blocks_the_other": gettext_noop("Neither has blocked the other."),
    "may_not_know_each_other": gettext_noop("Neither said that they may know the other."),
    "neither_listed_the_other": gettext_noop("Neither asked never to be paired with the other."),
    "are_rested": gettext_noop("Nothing that ended lately lies between them."),
    "danger_goes_to_trained": gettext_noop("The helper may be asked about a need like this."),
    "sensitive_goes_to_admitted": gettext_noop("Nothing about the topic keeps the helper from being asked."),
    "wishes_hold_both_ways": gettext_noop("What each asked of the other holds."),
    "helper_can_be_asked_now": gettext_noop("The helper may be asked at this hour."),
    "share_half_an_hour": gettext_noop("They have half an hour free together in the time that is left."),
}
