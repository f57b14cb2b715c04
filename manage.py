#!/usr/bin/env python3
"""The one door to Culture of Support.

./manage.py up [--port 8000] [--fresh]   the whole service with its demo, on this machine
./manage.py test [pytest arguments]      the tests
./manage.py check_all                    every gate: format, lint, types, contracts, locks, ...
./manage.py benchmark matching           how fast the matcher is, beside peers; `live`, `pages` and `api`, too
./manage.py COMMAND [...]                any Django command; `help` lists them
"""

import sys

if sys.version_info < (3, 11):
    # Written so that older Pythons can still read it.
    sys.exit("Culture of Support needs Python 3.11 or newer; this is Python %d.%d." % sys.version_info[:2])

if __name__ == "__main__":
    from support.local import door

    door.main()
