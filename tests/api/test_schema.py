"""Requests made from the document of the interface, for each role: no crash, and no answer that it does not know.

`make fuzz` tries many more of each.
"""

import json
import os
from functools import cache

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import strategies
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from config.api.schema import document
from tests.program import token_of

EXAMPLES = int(os.environ.get("EXAMPLES", "1"))
#: In a short run, who reads openly, who reads as a member, and who does everything.
ROLES = (
    ["anonymous", "reader", "editor"] if EXAMPLES == 1 else ["anonymous", "outsider", "reader", "reporter", "editor"]
)
#: Who has records to go on with.
MEMBERS = ["editor"] if EXAMPLES == 1 else ["reader", "reporter", "editor"]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
#: What the first word of an address names, in the world of the tests.
NOUNS = {"affiliations": "affiliation", "captures": "capture", "citations": "citation", "claims": "published"}
#: Which key a body may carry under a name.
NAMED = ("dossier", "side", "speaker", "matter", "source", "capture", "claim", "answer", "target", "accused_side")


@schemathesis.serializer("application/x-ndjson")
def as_lines(context, value):
    rows = value if isinstance(value, list) else [value]
    return b"\n".join(json.dumps(row).encode() for row in rows)


@cache
def schema():
    schema = schemathesis.openapi.from_dict(document())
    schema.app = get_wsgi_application()
    return schema


@cache
def operations():
    return [operation.ok() for operation in schema().get_all_operations()]


@pytest.fixture
def one_connection(settings):
    """Requests share the test's transaction, as those of Django's own test client do."""
    settings.ALLOWED_HOSTS = ["*"]
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def signed(request, role):
    """The headers of a program of this role."""
    person = None if role == "anonymous" else request.getfixturevalue(role)
    return {"Authorization": f"Bearer {token_of(person)}"} if person else {}


@pytest.mark.parametrize("role", ROLES)
def test_every_answer_is_in_the_document(role, signed, world, one_connection):
    wrong = [found for operation in operations() if (found := _try(operation, signed, world))]

    assert not wrong, "\n\n".join(wrong)


@pytest.mark.parametrize("role", MEMBERS)
def test_whatever_is_done_one_after_another_is_in_the_document(role, signed, world, one_connection):
    """Steps in any order, each on a record that an answer before it named."""

    class Workflow(schema().as_state_machine()):
        def setup(self):
            self.scope = transaction.atomic()
            self.scope.__enter__()

        def teardown(self):
            transaction.set_rollback(True)
            self.scope.__exit__(None, None, None)

        def before_call(self, case):
            case.query = {}  # all there is, so that there are records to go on with
            _name_in_body(case, world)

        def get_call_kwargs(self, case):
            return {"headers": signed}

        def validate_response(self, response, case, additional_checks=(), **options):
            taken.add((case.operation.label, response.status_code))
            case.validate_response(response, checks=CHECKS)

    taken = set()
    Workflow.run(
        settings=hypothesis.settings(
            max_examples=10 * EXAMPLES,
            stateful_step_count=12,
            deadline=None,
            database=None,
            derandomize=EXAMPLES < 10,
            phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
            suppress_health_check=list(hypothesis.HealthCheck),
        )
    )

    assert any("{id}" in label and status in (200, 201) for label, status in taken)


def _try(operation, headers, world):
    @hypothesis.settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=EXAMPLES < 10,
        phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(case=operation.as_strategy(), real=strategies.sampled_from([True, True, False]))
    def attempt(case, real):
        if real:
            _name_what_is_there(case, world)
        with transaction.atomic():
            response = case.call(headers=headers)
            transaction.set_rollback(True)
        case.validate_response(response, checks=CHECKS)

    try:
        attempt()
    except (Exception, BaseExceptionGroup) as failure:  # noqa: BLE001 - to tell of all that is wrong, not of the first
        inner = getattr(failure, "exceptions", [failure])
        return f"{operation.label}: {' / '.join(str(one) for one in inner)}"
    return None


def _name_what_is_there(case, world):
    """Random keys name nothing: have some requests reach a row."""
    noun = case.path.removeprefix("/api/v1/").split("/")[0]
    row = getattr(world, NOUNS.get(noun, noun.removesuffix("s")), None)
    if row is not None and "id" in (case.path_parameters or {}):
        case.path_parameters["id"] = row.pk
    _name_in_body(case, world)


def _name_in_body(case, world):
    if isinstance(case.body, dict):
        for name in set(NAMED) & set(case.body):
            case.body[name] = getattr(world, "side" if name == "accused_side" else name).pk
