"""Lamplight: the second community of the demo, small and careful, with a desk on which a little of everything waits.

Riverside shows how many are matched at once; here moderators read first words, admit helpers and look twice. All of its
people are invented, and so is every word of theirs.
"""

SLUG = "lamplight"
NAME = "Lamplight"
"""The place and its people are in `place`, what happened before today in `days`, what waits now in `desk`."""
