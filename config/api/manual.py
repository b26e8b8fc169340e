"""The OpenAPI document as people read it: chapters of requests, each with its fields and an example."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Field:
    """A parameter or a field of a body."""

    name: str
    kind: str
    required: bool
    said: str
    where: str = ""


@dataclass(frozen=True)
class Answer:
    status: str
    said: str
    fields: list[Field] = field(default_factory=list)


@dataclass(frozen=True)
class Operation:
    """One request that may be made."""

    name: str
    method: str
    path: str
    summary: str
    parameters: list[Field]
    body: list[Field]
    answers: list[Answer]
    example: str  # what to type into a shell, behind the address of the interface
    sent: str
    got: str


@dataclass(frozen=True)
class Chapter:
    name: str
    operations: list[Operation]


def chapters(document: Mapping[str, Any]) -> list[Chapter]:
    """The requests by resource, in the order of the document."""
    found: dict[str, list[Operation]] = {}
    for path, operations in document["paths"].items():
        for method, says in operations.items():
            found.setdefault(says["tags"][0], []).append(_operation(document, path, method, says))
    return [Chapter(name, operations) for name, operations in found.items()]


def refusals(document: Mapping[str, Any]) -> list[Answer]:
    """What any request may be refused with."""
    responses = document["components"]["responses"]
    return [
        Answer(name.removeprefix("Problem"), response["description"])
        for name, response in responses.items()
        if name.startswith("Problem")
    ]


def _operation(document: Mapping[str, Any], path: str, method: str, says: Mapping[str, Any]) -> Operation:
    parameters = [_resolved(document, parameter) for parameter in says.get("parameters", [])]
    body = _schema_of(document, says.get("requestBody", {}))
    answers = {status: _resolved(document, response) for status, response in says["responses"].items()}
    done = next((response for status, response in answers.items() if status.startswith("2")), {})
    given = _schema_of(document, done)
    sent = _example(document, body)
    return Operation(
        name=says["operationId"],
        method=method.upper(),
        path=path,
        summary=says.get("summary", ""),
        parameters=[_parameter(document, parameter) for parameter in parameters],
        body=_fields(document, body),
        answers=[
            Answer(status, response["description"], _fields(document, given) if status.startswith("2") else [])
            for status, response in answers.items()
        ],
        example=_shell(method, path, sent),
        sent=_pretty(sent),
        got=_pretty(_example(document, given)),
    )


def _resolved(document: Mapping[str, Any], node: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a node says, or what the place says that it refers to."""
    while "$ref" in node:
        place: Any = document
        for step in node["$ref"].removeprefix("#/").split("/"):
            place = place[step]
        node = place
    return node


def _schema_of(document: Mapping[str, Any], holder: Mapping[str, Any]) -> Mapping[str, Any]:
    content = holder.get("content", {})
    first: Mapping[str, Any] = next(iter(content.values()), {})
    return _resolved(document, first.get("schema", {}))


def _parameter(document: Mapping[str, Any], says: Mapping[str, Any]) -> Field:
    kind = _kind(document, says.get("schema", {}))
    return Field(says["name"], kind, says.get("required", False), says.get("description", ""), says["in"])


def _fields(document: Mapping[str, Any], schema: Mapping[str, Any]) -> list[Field]:
    required = schema.get("required", ())
    return [
        Field(name, _kind(document, says), name in required, says.get("description", ""))
        for name, says in schema.get("properties", {}).items()
    ]


def _kind(document: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """What may stand there, in words."""
    if "$ref" in schema:
        return schema["$ref"].rsplit("/")[-1]
    for way in ("allOf", "oneOf", "anyOf"):
        if way in schema:
            return " or ".join(_kind(document, one) for one in schema[way])
    if "enum" in schema:
        return " | ".join(str(one) for one in schema["enum"] if one not in ("", None))
    kinds = schema.get("type", "any")
    if kinds == "array":
        return f"list of {_kind(document, schema.get('items', {}))}"
    words = " or ".join(kinds) if isinstance(kinds, list) else str(kinds)
    return f"{words} ({schema['format']})" if "format" in schema else words


def _example(document: Mapping[str, Any], schema: Mapping[str, Any], depth: int = 0) -> Any:
    """What such a thing may look like: its own example, or one made of its parts'."""
    schema = _resolved(document, schema)
    if schema.get("examples"):
        return schema["examples"][0]
    if "properties" in schema and depth < 5:
        return {name: _example(document, says, depth + 1) for name, says in schema["properties"].items()}
    if schema.get("allOf"):
        return _example(document, schema["allOf"][0], depth)
    if schema.get("type") == "array":
        return [_example(document, schema.get("items", {}), depth + 1)]
    if schema.get("enum"):
        return schema["enum"][0]
    return schema.get("default")


def _shell(method: str, path: str, sent: Any) -> str:
    address = '"${API}' + path.removeprefix("/api/v1/").replace("{id}", "1") + '"'
    words = ["curl", address]
    if method != "get":
        words = ["curl -X " + method.upper(), address, '-H "Authorization: Bearer $TOKEN"']
        words.append('-H "Content-Type: application/json"')
        words.append(f"-d '{json.dumps(sent, ensure_ascii=False)}'" if sent else "-d '{}'")
    return " \\\n  ".join(words)


def _pretty(example: Any) -> str:
    return json.dumps(example, indent=2, ensure_ascii=False) if example not in (None, {}) else ""
