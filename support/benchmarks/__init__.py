"""How fast, and how good: the matcher measured beside what a programmer would write without it.

Every number stands beside a named peer's on the same data in the same run. `./manage.py benchmark matching` runs it.
"""
