"""The files of the pages in the tests: looked through once, not anew for each of thousands of clients."""

from typing import Any

from whitenoise.middleware import WhiteNoiseMiddleware

_found: dict[str, Any] = {}


class Once(WhiteNoiseMiddleware):  # type: ignore[misc]
    def add_files_from_finders(self) -> None:
        if not _found:
            super().add_files_from_finders()
            _found.update(self.files)
        self.files.update(_found)
