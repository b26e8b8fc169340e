"""The OpenAPI 3.1 document of the interface: what each view says of itself, and what holds for all of them."""

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import django_filters as filters
from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerFieldExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers

from config.api.paging import LIMIT, MOST
from config.api.problems import MEDIA_TYPE as PROBLEM
from config.api.shapes import Given, Number, Shape
from config.errors import TITLES
from config.filters import RowsFilter

Method = TypeVar("Method", bound=Callable)

ROOT = "/api/v1/"

#: What any answer to a request of this method may refuse; 404 and 412 are for addresses that name a row.
REFUSALS = {
    "get": (400, 401, 429, 503),
    "post": (400, 401, 403, 404, 409, 413, 415, 429, 503),
    "patch": (400, 401, 403, 404, 409, 412, 413, 415, 429, 503),
}
MEANINGS = {
    400: "What was sent cannot be read, or is not asked for here; “errors” says what and where.",
    401: "No token or session came with the request, or none that is valid.",
    403: "This is not yours to do.",
    404: "There is nothing here, or nothing that you may see.",
    409: "The record's state forbids this, or somebody was faster; “current” is how it stands then.",
    410: "This place in the changes is no longer known.",
    412: "The version that If-Match names is not the one that stands; “current” is.",
    413: "The request is too long.",
    415: "The body must be JSON, and be called so: Content-Type: application/json.",
    429: "Too many requests in this minute; Retry-After says when to come again.",
    503: "The database does not answer. Nothing was saved.",
}


def described(
    name: str,
    summary: str,
    *,
    gives: Any = None,
    page: bool = False,
    given: Any = None,
    status: int = 200,
    responses: Mapping[Any, Any] | None = None,
    parameters: Sequence[OpenApiParameter] = (),
    refusals: Sequence[int] = (),
) -> Callable[[Method], Method]:
    """Say in the document what a view's method does: its name for programs, one sentence, what comes in and goes out.

    `gives` is the Shape of the answer, of each row where `page`; `responses` replaces both for other media types.
    `refusals` are statuses beyond those that any request of this method may get.
    """
    shape = page_of(gives) if page else gives
    return extend_schema(
        operation_id=name,
        summary=summary,
        description="",
        request=given,
        responses=responses or {status: OpenApiResponse(shape, description="Done." if status == 200 else "Made.")},
        parameters=list(parameters),
        extensions={"x-refusals": [*refusals]},
    )


@functools.cache
def page_of(shape: type[Shape]) -> type[Shape]:
    """One page of such rows."""
    fields = {
        "results": shape(many=True),
        "next": serializers.URLField(allow_null=True, help_text="The address of the next page, if there is one."),
    }
    return type(f"{shape.__name__.removesuffix('Shape')}Page", (Shape,), fields)


class NumberDescription(OpenApiSerializerFieldExtension):
    """Such fields as the document tells them."""

    target_class = Number

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        whole = self.target.max_digits - self.target.decimal_places
        spelled = rf"^\d{{1,{whole}}}(\.\d{{1,{self.target.decimal_places}}})?$"
        return {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": spelled}]}


class Description(AutoSchema):
    """How our views and serializers are read."""

    def get_override_parameters(self) -> list[Any]:
        view: Any = self.view
        if self.method != "GET" or getattr(view, "filters", None) is None:
            return []
        return [*(_parameter(*item) for item in view.filters.base_filters.items()), *(_PAGING if view.paged else ())]

    def get_description(self) -> str:  # type: ignore[override]
        return ""

    def get_tags(self) -> list[str]:
        return [self.path.removeprefix(ROOT).split("/")[0] or "start"]

    def get_serializer_name(self, serializer: Any, direction: Any) -> str:
        return super().get_serializer_name(serializer, direction).removesuffix("Shape")

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> dict[str, Any]:
        schema = super()._map_basic_serializer(serializer, direction)
        if isinstance(serializer, Given):
            schema["additionalProperties"] = False
        if example := getattr(serializer, "example", None):
            schema["examples"] = [example]
        return schema


_PAGING = [
    OpenApiParameter(
        "limit", {"type": "integer", "minimum": 1, "maximum": MOST, "default": LIMIT}, description="Rows."
    ),
    OpenApiParameter("cursor", {"type": "string"}, description="From “next” of the page before."),
]


def _parameter(name: str, asked: filters.Filter) -> OpenApiParameter:
    """A filter of a list as a parameter. One that is special says itself what it takes, as `schema`."""
    choices = [key for key, _ in asked.extra.get("choices", ())]
    schema: dict[str, Any] = getattr(asked, "schema", None) or {"type": "string"}
    many = isinstance(asked, filters.MultipleChoiceFilter | RowsFilter)
    if isinstance(asked, filters.ModelChoiceFilter | RowsFilter):
        schema = {"type": "integer", "minimum": 1}
    elif choices:
        schema = {"type": "string", "enum": choices}
    elif isinstance(asked, filters.DateFilter):
        schema = {"type": "string", "format": "date"}
    elif longest := asked.extra.get("max_length"):
        schema = {**schema, "maxLength": longest}
    if many:
        schema = {"type": "array", "items": schema}
    return OpenApiParameter(
        name,
        schema,
        description=str(asked.label or ""),
        explode=True if many else None,
        required=asked.extra["required"],
    )


class Bearer(OpenApiAuthenticationExtension):
    target_class = "config.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token from “API tokens” in your account's menu: Authorization: Bearer ccl_…",
        }


PROBLEM_SCHEMA = {
    "type": "object",
    "description": "Why a request was refused (RFC 9457).",
    "required": ["type", "title", "status", "detail", "code", "errors"],
    "properties": {
        "type": {"type": "string", "description": "Where this kind of refusal is explained."},
        "title": {"type": "string"},
        "status": {"type": "integer", "description": "The HTTP status."},
        "detail": {"type": "string", "description": "A sentence for people."},
        "code": {"type": "string", "description": "The name for programs; it stays as it is."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["path", "message"],
                "properties": {
                    "path": {"type": "string", "description": "The field or parameter, as “figures.0.low”; “” is all."},
                    "message": {"type": "string"},
                },
            },
        },
        "current": {"type": "object", "description": "The record as it stands now, where somebody was faster."},
        "claim": {
            "type": "object",
            "description": "The claim that the statement was logged as before, where the code is “already-logged”. "
            "If another source says it too, post a citation of this claim, with that source, to `cite_at`.",
            "required": ["id", "url", "cite_at"],
            "properties": {
                "id": {"type": "integer", "format": "int64"},
                "url": {"type": "string"},
                "cite_at": {"type": "string"},
            },
        },
        "results": {
            "type": "array",
            "description": "Of statements that are logged all or none: each row that was refused, told as where the "
            "others are logged without it.",
            "items": {"$ref": "#/components/schemas/RowPart"},
        },
    },
    "examples": [
        {
            "type": "/api/v1/docs/#problem-invalid",
            "title": "Please look again",
            "status": 400,
            "detail": "Please correct what “errors” names.",
            "code": "invalid",
            "errors": [{"path": "name", "message": "This field may not be blank."}],
        }
    ],
}
COMMON = {
    "If-None-Match": ("The ETag you have: the answer is 304 if nothing changed.", {"type": "string"}),
    "If-Match": ("The ETag you read: the answer is 412 if somebody changed it since.", {"type": "string"}),
    "Idempotency-Key": (
        "Of your own making. The same request under the same key is done once and answered alike for 24 hours.",
        {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
    ),
}


def finish(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Add to what the views say what is true of all: refusals, conditions, who may ask."""
    _let_anything_be_null(result)
    components = result.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM_SCHEMA
    components["responses"] = {_refusal_name(status): _refusal(status) for status in MEANINGS}
    components["responses"]["NotModified"] = {
        "description": "You have it already.",
        "headers": {"ETag": _header("ETag")},
    }
    components["parameters"] = {
        name.replace("-", ""): {"name": name, "in": "header", "description": said, "schema": schema}
        for name, (said, schema) in COMMON.items()
    }
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            _finish(path, method, operation)
    _lead_on(result["paths"])
    return result


def _lead_on(paths: dict[str, Any]) -> None:
    """From what was made, and from what is listed, to all that can be asked of that record: the links of OpenAPI."""
    for path, operations in paths.items():
        onward = [
            operation["operationId"]
            for further, ones in paths.items()
            if further.startswith(f"{path}{{id}}/")
            for operation in ones.values()
        ]
        for method, status, key in (("post", "201", "/id"), ("get", "200", "/results/0/id")):
            response = operations.get(method, {}).get("responses", {}).get(status)
            if onward and response:
                parameters = {"id": f"$response.body#{key}"}
                response["links"] = {name: {"operationId": name, "parameters": parameters} for name in onward}


def _let_anything_be_null(node: Any) -> None:
    """“One of: anything, null” would refuse null, which is both."""
    if isinstance(node, dict):
        if {"type": "null"} in node.get("oneOf", ()) and {} in node["oneOf"]:
            del node["oneOf"]
        for inner in node.values():
            _let_anything_be_null(inner)
    elif isinstance(node, list):
        for inner in node:
            _let_anything_be_null(inner)


def _finish(path: str, method: str, operation: dict[str, Any]) -> None:
    names_row = "{" in path
    refusals = {*REFUSALS[method], *operation.pop("x-refusals", ())}
    refusals |= {404} if names_row else set()
    refusals |= {412} if names_row and method == "post" else set()
    for status, response in operation["responses"].items():
        response.setdefault("headers", {})["ETag"] = _header("Names this version of the answer.")
        if status == "201":
            response["headers"]["Location"] = _header("Where it is.")
    if method == "get":
        operation["responses"]["304"] = {"$ref": "#/components/responses/NotModified"}
    for status in sorted(refusals):
        operation["responses"].setdefault(str(status), {"$ref": f"#/components/responses/{_refusal_name(status)}"})
    headers = {"get": ["If-None-Match"], "post": ["Idempotency-Key"], "patch": ["If-Match"]}[method]
    if names_row and method == "post":
        headers = [*headers, "If-Match"]
    references = [{"$ref": f"#/components/parameters/{name.replace('-', '')}"} for name in headers]
    operation["parameters"] = [*operation.get("parameters", []), *references]
    operation["security"] = [{"token": []}, {"cookieAuth": []}, *([{}] if method == "get" else [])]


def _refusal_name(status: int) -> str:
    return f"Problem{status}"


def _refusal(status: int) -> dict[str, Any]:
    title = TITLES[status]
    example = {
        "type": f"/api/v1/docs/#problem-{status}", "title": title, "status": status,
        "detail": MEANINGS[status], "code": "example", "errors": [],
    }  # fmt: skip
    response: dict[str, Any] = {
        "description": MEANINGS[status],
        "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}},
    }
    if status == 401:
        response["headers"] = {"WWW-Authenticate": _header("Bearer.")}
    if status in (429, 503):
        response["headers"] = {"Retry-After": _header("Seconds.")}
    return response


def _header(said: str) -> dict[str, Any]:
    return {"description": said, "schema": {"type": "string"}}


@functools.cache
def document() -> dict[str, Any]:
    """The whole document. It does not depend on who asks."""
    return SchemaGenerator().get_schema(public=True)
