"""Plain SQL on the connection that Django keeps."""

import pytest
from django.db import close_old_connections, connection

from accounts.rows import select


@pytest.mark.django_db(transaction=True)
def test_after_the_database_was_away_the_next_request_goes_on() -> None:
    ((backend,),) = select("SELECT pg_backend_pid()")
    with connection.copy().cursor() as somebody_else:
        somebody_else.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])
        somebody_else.db.close()
    close_old_connections()  # as before each request and each task
    assert select("SELECT 1") == [(1,)]
