"""Whether a member's e-mail address is known to be theirs. allauth keeps that; nobody signs in before it is."""

from accounts.models import Member


def unconfirmed(email: str) -> Member | None:
    """The account that somebody began for this address and that was never confirmed, or used in any way."""
    begun = Member.objects.filter(email=email, last_login=None, memberships=None, is_operator=False)
    return begun.exclude(emailaddress__verified=True).first()
