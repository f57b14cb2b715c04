"""What people of Lamplight ask of each other, and what they write."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: one topic, a headline, the full words."""

    topic: str
    headline: str
    words: str


MOVED = Asked(
    "new-place",
    "I moved here in spring and know nobody",
    "My days are full and my evenings are silent. I would like to talk with somebody who once began anew.",
)
WORN_OUT = Asked("worn-out", "Too tired to enjoy anything", "Work takes all I have, and I miss who I was.")
PET = Asked(
    "losing-a-pet", "My old dog died", "Sixteen years. The house is so quiet, and I feel foolish for crying."
)
NOISE = Asked(
    "neighbours",
    "Noise from above, every night",
    "I have asked twice. I would like to practise a third time.",
)
SHY = Asked("shyness", "Speaking up in a group", "I know what I want to say, and then the moment has gone.")
ALONE = Asked(
    "loneliness", "Sundays are the longest day", "Since the children left I do not know what Sundays are for."
)
MONEY = Asked(
    "money",
    "Sorting out old bills",
    "There is a drawer that I do not open. I would like to open it with somebody.",
)
TOLD_NOBODY = Asked(
    "losing-work",
    "How do I tell my family that I have lost my job?",
    "I leave the house every morning as if nothing had happened. I would like to find the words first with somebody.",
)
SCHOOL = Asked(
    "studying",
    "Studying again at forty",
    "The others are half my age and write twice as fast. I want to stay.",
)
LEARNING = Asked(
    "learning-a-skill",
    "Starting to draw at sixty",
    "I always wanted to. I would like company for the first pages.",
)
LATE_IN_LIFE = Asked(
    "retirement",
    "Somebody who stopped working before they were ready",
    "They thanked me and gave me a clock. I do not know who I am on a Monday.",
)
NIGHT = Asked(
    "feeling-low",
    "Getting through the nights",
    "The days go by somehow. At night I think that everybody would be better off without me.",
)

TALK = (
    ("Heron Lake", "Thank you for saying yes. The evenings are long since I moved."),
    ("Olive Field", "I remember that. Where did you live before?"),
    ("Heron Lake", "By the sea. I even miss the noise of it."),
    ("Olive Field", "You think too much about yourself. Other people have real troubles."),
    ("Heron Lake", "That is not how it feels to me."),
)
HURT = 3  # which of them
REPORT = "I had told them how it has been since I moved. After that I did not want to write any more."
NOTE = "I know them both a little. I would begin with a friendly word."

OVER_IT = "It was only a dog. You should be over it by now."
REPORT_OF_IT = "I was still crying when I read that."
GUIDANCE = (
    "Some words of yours were hard on somebody who was grieving. We think that you meant to help. "
    "Please ask first how somebody is, before you say what they should feel."
)
APPEAL = (
    "I lost a dog too, and I wanted to say that it passes. It came out wrong, and I have said sorry since. "
    "Could you look at it again?"
)
ADVANCE = "You sound lovely. Send me a photo of yourself, then I can listen better."
REPORT_OF_ADVANCE = "I asked for somebody to listen, and they asked for photos of me."
SUSPENSION = (
    "You asked somebody for photos when they had come here to be heard. That is never all right here, so you cannot "
    "take part for now."
)
ELSEWHERE = (
    "Could we talk on WhatsApp instead? It is easier for me there.",
    "I am hardly ever here. Message me on WhatsApp, will you?",
)
FIRST_WORDS = (
    "Hello Lark. I began to study again at forty-five, and for weeks I believed that everybody else knew it all. "
    "How was your week?"
)
