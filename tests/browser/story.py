"""What happens between somebody who asks and somebody who helps, step by step, in their own browsers."""

from tests.browser.people import Person

WORDS = "My father died in March, and everybody has moved on but me."
HEADLINE = "Somebody who knows the first year"
TOPICS, TOPIC = "Loss and life changes", "Losing somebody"
EXPERIENCE = "I lost my mother two winters ago."
HELLO, ANSWER, THANKS = "Hello, I am here.", "That is good to read.", "You carried this with me."
# None of it may stand in a letter.
PRIVATE = (WORDS, HEADLINE, TOPIC, EXPERIENCE, HELLO, ANSWER, THANKS)


def says_what_is_going_on(seeker: Person) -> None:
    """The first two of the four steps."""
    seeker.writes(words=WORDS)
    seeker.is_pictured("ask")
    seeker.presses("Go on")
    seeker.writes(headline=HEADLINE)
    seeker.unfolds(TOPICS)
    seeker.chooses(TOPIC)
    seeker.presses("Go on")


def says_how(seeker: Person) -> None:
    """The third, which leads to a last look."""
    seeker.chooses("Somebody who listens", "Chat", "English", "This week")
    seeker.presses("Go on")
    seeker.sees("Look at it first")
    seeker.is_pictured("look")


def asks_for_it(seeker: Person) -> None:
    seeker.presses("Ask for this")
    seeker.sees("We are looking for somebody who fits.")


def says_what_to_offer(helper: Person) -> None:
    """The note on listening, and two of the three steps behind it."""
    helper.presses("I have read this")
    helper.unfolds(TOPICS)
    helper.chooses(TOPIC, within="#id_topics")
    helper.presses("Go on")
    helper.chooses("Somebody who listens", "Chat", "English")
    helper.presses("Go on")
    helper.sees("Is there something a person should know about you?")
    helper.is_pictured("offer")


def offers_to_listen(helper: Person) -> None:
    helper.follows("I would like to help")
    says_what_to_offer(helper)
    helper.writes(experience=EXPERIENCE)
    helper.presses("Offer this")
    helper.sees("Your offer is open.")


def says_yes_to_a_headline(helper: Person, seeker: Person) -> None:
    """He sees the one line, the topic and the shared hours: neither who it is nor their other words."""
    helper.is_told("Somebody could use what you offer", letter="A question is waiting for you")
    helper.sees("Could you be there for somebody?")
    helper.sees(HEADLINE)
    helper.sees("Wednesday")
    helper.sees_nothing_of(WORDS, seeker.name)
    helper.is_pictured("match")
    helper.presses("Yes, I can")
    helper.sees("Thank you for your yes.")
    helper.sees_nothing_of(WORDS, seeker.name)


def says_yes_to_a_person(seeker: Person, helper: Person) -> None:
    seeker.is_told("We are asking around for you", letter="Your request is on its way")
    seeker.opens("/home/")
    seeker.sees(f"{helper.name} would like to be there for you")
    seeker.is_pictured("home")
    seeker.is_told("Somebody has said yes", letter="Good news is waiting for you")
    seeker.sees(f"Would you like to talk with {helper.name}?")
    seeker.sees(EXPERIENCE)
    seeker.is_pictured("yes")
    helper.opens("/home/")  # an open page of their match would read for him what he is told
    seeker.presses("Yes, connect us")
    seeker.sees(f"You and {helper.name}")


def are_told_of_each_other(seeker: Person, helper: Person) -> None:
    """She who has just said yes is on the page already: it is nothing new to her."""
    seeker.opens("/home/")
    helper.is_told("You are connected", letter="You are connected")
    helper.sees(f"You and {seeker.name}")
    helper.sees(WORDS)


def write_to_each_other(helper: Person, seeker: Person) -> None:
    helper.writes(words=HELLO)
    helper.presses("Send")
    helper.sees(HELLO)
    seeker.is_told("A message is waiting for you", letter="A message is waiting for you")
    seeker.sees(HELLO)
    helper.opens("/home/")
    seeker.writes(words=ANSWER)
    seeker.presses("Send")
    helper.is_told("A message is waiting for you", letter="A message is waiting for you")
    helper.sees(ANSWER)
    helper.is_pictured("talk")


def brings_it_to_a_good_end(seeker: Person) -> None:
    seeker.follows("This has helped")
    seeker.presses("Yes, this has helped")
    seeker.writes(words=THANKS)
    seeker.presses("Say thank you")
    seeker.sees("Your thanks are on their way.")


def reads_the_thanks(helper: Person, seeker: Person) -> None:
    """Of both he is told; the page that one letter leads to tells him the other as well."""
    helper.stack.letters.wait_for(helper.email, helper.said("A conversation has come to its end"))
    helper.is_told("Somebody has thanked you", letter="A word of thanks is waiting for you")
    helper.sees(f"{seeker.name} thanks you")
    helper.sees(THANKS)
