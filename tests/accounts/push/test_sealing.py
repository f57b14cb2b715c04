"""What is sealed is sealed as the standard says, and as long as everything else."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from accounts.push import keys, sealing
from tests.push_server import Browser, Ring

# The example of RFC 8291, appendix A.
WORDS = b"When I grow up, I want to be a watermelon"
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
P256DH = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
    "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_example_of_the_standard_comes_out_to_the_last_byte() -> None:
    mine = ec.derive_private_key(int.from_bytes(keys.from_text(SENDER), "big"), ec.SECP256R1())
    body = sealing.sealed(
        WORDS + sealing.END,
        p256dh=keys.from_text(P256DH),
        auth=keys.from_text(AUTH),
        mine=mine,
        salt=keys.from_text(SALT),
    )
    assert keys.to_text(body) == BODY


def test_the_browser_opens_it_whatever_it_says_and_its_length_tells_nothing() -> None:
    browser = Browser("phone")
    letters = [b"{}", "لديك رسالة جديدة".encode(), b"x" * (sealing.LENGTH - 1)]
    bodies = [sealing.seal(words, p256dh=browser.p256dh, auth=browser.auth) for words in letters]
    assert [browser.unsealed(body) for body in bodies] == letters
    assert len({len(body) for body in bodies}) == 1
    assert len(bodies[0]) <= 4096
    assert Ring("", {}, bodies[0], None).body[:16] != bodies[1][:16]


def test_too_many_words_are_a_mistake_of_ours() -> None:
    browser = Browser("phone")
    with pytest.raises(ValueError, match="too long"):
        sealing.seal(b"x" * sealing.LENGTH, p256dh=browser.p256dh, auth=browser.auth)
