"""What presses somebody to talk elsewhere or to keep quiet is noticed, in every language; ordinary kindness is not."""

from support.pressure import found_in

ELSEWHERE = [
    "Add me on WhatsApp, it's easier",
    "Can we talk on Telegram instead?",
    "Could you give me your number?",
    "What's your e-mail?",
    "Let's talk somewhere more private",
    "¿Tienes WhatsApp?",
    "Dame tu número y hablamos",
    "Agrégame en Instagram",
    "Ajoute-moi sur Snapchat",
    "Donne-moi ton numéro",
    "On passe sur WhatsApp ?",
    "ضيفني على الواتساب",
    "أعطني رقمك",
    "ممكن رقمك؟",
]
SECRECY = [
    "Please don't tell the moderators",
    "Let us keep this between us",
    "This is our little secret",
    "No le digas nada a los moderadores",
    "Que quede entre nosotros",
    "Ne dis rien aux modérateurs",
    "Ça reste entre nous",
    "لا تخبر المشرفين",
    "هذا سرنا",
]
ORDINARY = [
    "I told my sister and she added me to the family group.",
    "My number one worry is the rent.",
    "I could not tell anybody for years, and it helped to say it here.",
    "You do not have to tell me anything you do not want to.",
    "He kept it secret from me for ten years.",
    "Would a call on Tuesday suit you? I am free from six.",
    "I left Facebook because it made me sad.",
    "I feel outside of everything.",
    "No se lo digo a nadie porque me da vergüenza.",
    "J'ai du mal à en parler à ma famille.",
    "لا أستطيع أن أخبر أحدا بما أشعر به",
]


def test_asking_to_talk_elsewhere() -> None:
    assert [words for words in ELSEWHERE if "elsewhere" not in found_in(words)] == []


def test_asking_to_keep_quiet() -> None:
    assert [words for words in SECRECY if "secrecy" not in found_in(words)] == []


def test_what_people_say_anyway_is_nothing() -> None:
    assert [words for words in ORDINARY if found_in(words)] == []


def test_contact_details_are_a_sign_too() -> None:
    assert found_in("Write to me: omar@mail.example") == ["contact"]
