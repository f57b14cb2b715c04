"""What the frameworks of the API are told: who signs in how, what is read and answered, how it is described."""

from typing import Any

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["support.api.signing_in.ByToken", "support.api.signing_in.BySession"],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_PARSER_CLASSES": ["support.api.reading.Body"],
    "DEFAULT_RENDERER_CLASSES": ["support.api.writing.Written"],
    "DEFAULT_SCHEMA_CLASS": "support.api.describing.Described",
    "EXCEPTION_HANDLER": "support.api.problems.answer",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Culture of Support",
    "DESCRIPTION": "What members and moderators can do, for apps, bots and other sites.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "SERVE_AUTHENTICATION": [],
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "ChannelEnum": "accounts.models.Channel",
        "AgeBandEnum": "accounts.models.AgeBand",
        "KindEnum": "matching.models.Kind",
        "FormatEnum": "matching.models.Format",
        "NeedStageEnum": "matching.seen.NeedStage",
        "MatchStageEnum": "matching.seen.Stage",
        "OfferStateEnum": "matching.models.OfferState",
        "AppealStateEnum": "support.models.AppealState",
        "CaseKindEnum": "support.api.moderation.cases.KIND_NAMES",
        "DangerSourceEnum": "support.api.moderation.danger.WHAT",
        "DecisionKindEnum": "support.models.DecisionKind",
        "GradeEnum": "support.models.Grade",
        "MatchStateEnum": "matching.models.MatchState",
        "MeasureStateEnum": "support.models.MeasureState",
        "NeedStateEnum": "matching.models.NeedState",
        "PatternKindEnum": "support.models.PatternKind",
        "ReportStateEnum": "support.models.ReportState",
        "RoleEnum": "accounts.models.Role",
        "StandingEnum": "accounts.models.Standing",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "support.api.describing.strict",
    ],
    # From the package, by `support.api.docs`: megabytes that no page of ours needs.
    "SWAGGER_UI_DIST": "/api/v1/files/swagger-ui-dist",
    "SWAGGER_UI_FAVICON_HREF": "/api/v1/files/swagger-ui-dist/favicon-32x32.png",
    "REDOC_DIST": "/api/v1/files/redoc",
}
