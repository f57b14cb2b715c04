"""What members need and offer, and who meets whom: fields, constraints, nothing else.

`Match` is written by `matching.matches` alone. Triggers (migration 0002) keep the counters `Offer.live`,
`Member.helping` and `Need.live`, and refuse a change of state that no match may make.
"""

from matching.models.between import Block, MayKnow, NeverAsk
from matching.models.hours import Availability, Away, WeekMask
from matching.models.matches import LIVE, Answer, Match, MatchState
from matching.models.needs import Closing, Need, NeedState
from matching.models.offers import Listing, Offer, OfferPrice, OfferState
from matching.models.phrases import TopicPhrase
from matching.models.postings import Format, Kind, Posting, Urgency
from matching.models.rounds import Policy, Round, Stir
from matching.models.signs import SIGNS, SIGNS_UNTOLD, SIGNS_WAIT, Signed
from matching.models.topics import Topic

__all__ = [
    "LIVE",
    "SIGNS",
    "SIGNS_UNTOLD",
    "SIGNS_WAIT",
    "Answer",
    "Availability",
    "Away",
    "Block",
    "Closing",
    "Format",
    "Kind",
    "Listing",
    "Match",
    "MatchState",
    "MayKnow",
    "Need",
    "NeedState",
    "NeverAsk",
    "Offer",
    "OfferPrice",
    "OfferState",
    "Policy",
    "Posting",
    "Round",
    "Signed",
    "Stir",
    "Topic",
    "TopicPhrase",
    "Urgency",
    "WeekMask",
]
