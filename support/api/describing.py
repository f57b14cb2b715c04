"""The description of the API (OpenAPI 3.1), made from the views themselves."""

import re
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

Schema = dict[str, Any]

WORD = re.compile(r"(?<!^)(?=[A-Z])")


class Described(AutoSchema):
    """Names operations after what the views are called, and puts them under their nouns: programs are made from it."""

    def get_operation_id(self) -> str:
        named = WORD.sub("_", type(self.view).__name__).lower()
        return f"{self.method.lower()}_{named}"

    def get_tags(self) -> list[str]:
        return [type(self.view).__module__.removeprefix("support.api.").replace(".", " ")]


class Key(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "support.api.signing_in.ByToken"
    name = "key"

    def get_security_definition(self, auto_schema: AutoSchema) -> Schema:
        return {"type": "http", "scheme": "bearer", "description": "A key that a member made: /me/keys/."}


class SessionOfThePages(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "support.api.signing_in.BySession"
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> Schema:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "Pages on the same site.",
        }


def strict(result: Schema, **_: Any) -> Schema:
    """Nothing but what is named is taken: a misspelt name is a mistake that is said."""
    for name, shape in result["components"]["schemas"].items():
        if name.endswith("Given"):
            shape["additionalProperties"] = False
    return result
