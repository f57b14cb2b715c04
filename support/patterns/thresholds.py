"""From when on something is a pattern. How each number was chosen stands beside it; docs/safety.md tells operators.

They are for a case, not for a judgement: a false alarm costs a moderator a minute, so they are low.
"""

from datetime import timedelta

WINDOW = timedelta(days=30)  # as the safety numbers have it
# Somebody whose conversations on sensitive topics end within days may be unlucky once or twice, hardly four times.
VULNERABLE_PEOPLE = 4
SOON_OVER = timedelta(days=3)
# Said yes, could read everything, left without a word: three is no accident.
READ_AND_GONE_PEOPLE = 3
# Many ask one person whether they use another messenger; with two people it is a habit.
ELSEWHERE_PEOPLE = 2
# "Do not tell the moderators" has no harmless second time.
SECRECY_PEOPLE = 1
# One below the safety numbers, which pause by themselves.
BLOCKED_PEOPLE = 2
# Somebody's first messages in a conversation: later the two know each other, and may do as they like.
EARLY_MESSAGES = 5
