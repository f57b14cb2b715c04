"""Bodies are JSON in UTF-8 and nothing else, whatever is said of them."""

import json
from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class Body(JSONParser):
    """Refuses what could not be written out again: half letters, and nesting without end."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        try:
            data = super().parse(stream, media_type, (parser_context or {}) | {"encoding": "utf-8"})
            json.dumps(data, ensure_ascii=False).encode()
        except (UnicodeEncodeError, RecursionError) as unreadable:
            raise ParseError from unreadable
        return data
