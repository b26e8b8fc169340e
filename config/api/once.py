"""POST with an Idempotency-Key (draft-ietf-httpapi-idempotency-key): sent again, it is answered alike and does nothing.

The key is taken in the transaction of the step itself, so either both last or neither: what was refused, or broke,
may be mended and sent again under the same key.
"""

import hashlib
import re
from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from rest_framework.exceptions import ParseError
from rest_framework.request import Request

HEADER = "HTTP_IDEMPOTENCY_KEY"
KEY = re.compile(r"[\x21-\x7e]{1,200}")
KEPT_HEADERS = ("Content-Type", "ETag", "Location")


def once(request: Request, key: str, take: Callable[[], HttpResponse]) -> HttpResponse:
    """Take the step, unless it was taken under this key: then answer as before."""
    if not KEY.fullmatch(key):
        raise ParseError("An Idempotency-Key has 1 to 200 characters, none of them a space.")
    memory: Any = import_module(settings.API_MEMORY)
    mark = {"by": request.user, "key": key}
    with transaction.atomic():
        answered = memory.begin(**mark, digest=_digest(request))
        if answered is not None:
            return _again(answered)
        response = take()
        headers = {name: response[name] for name in KEPT_HEADERS if name in response}
        memory.finish(**mark, status=response.status_code, headers=headers, body=response.content)
    return response


def _digest(request: Request) -> str:
    told = f"{request.method} {request.get_full_path()}\n".encode()
    return hashlib.sha256(told + request._request.body).hexdigest()


def _again(answered: Any) -> HttpResponse:
    response = HttpResponse(bytes(answered.body), status=answered.status)
    for name, value in answered.headers.items():
        response[name] = value
    response["Idempotency-Replayed"] = "true"
    return response
