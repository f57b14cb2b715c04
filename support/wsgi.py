"""What gunicorn serves: pages, and the streams that tell open pages to look again.

Read once (`--preload`), before the processes that serve are forked: it must open no connection and begin no thread.
"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "support.settings")

pages = get_wsgi_application()

from support import first  # noqa: E402 - it knows of members, so Django comes first
from support.live.taking import with_streams  # noqa: E402
from support.roomy import roomy  # noqa: E402

first.read()
application = roomy(with_streams(pages))
first.settle()
