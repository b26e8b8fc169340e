"""Conditional requests (RFC 9110, section 13): not the same bytes twice, and never over somebody else's change."""

import hashlib
import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from config.rows import Outdated

TAG = re.compile(r'(?:W/)?"[^"]*"')


def tag_of(body: bytes, revision: int | None = None) -> str:
    """The ETag of an answer: the revision of the row, if it has one, and a digest of the bytes."""
    digest = hashlib.blake2b(body, digest_size=12).hexdigest()
    return f'"{digest}"' if revision is None else f'"{revision}-{digest}"'


def has_already(request: HttpRequest | Request, etag: str) -> bool:
    """Does whoever asks have these bytes (`If-None-Match`)?"""
    known = request.META.get("HTTP_IF_NONE_MATCH")
    if known is None or request.method not in ("GET", "HEAD"):
        return False
    return known.strip() == "*" or etag.removeprefix("W/") in {tag.removeprefix("W/") for tag in TAG.findall(known)}


def unchanged(request: HttpRequest | Request, etag: str) -> HttpResponse | None:
    """The 304 for somebody who has these bytes already, else None."""
    if not has_already(request, etag):
        return None
    response = HttpResponse(status=304)
    response["ETag"] = etag
    del response["Content-Type"]
    return response


def revision_read(request: Request, row: Any, given: dict[str, Any]) -> int:
    """The revision that the caller read, from `If-Match` or from “revision” in the body, which is taken out.

    Raises Outdated where `If-Match` names no version that stands (answered by 412), ValidationError where
    neither is given.
    """
    stated = given.pop("revision", None)
    known = request.META.get("HTTP_IF_MATCH")
    if known is not None:
        if known.strip() == "*" or str(row.revision) in {_revision(tag) for tag in TAG.findall(known)}:
            return row.revision
        raise Outdated(row)
    if stated is None:
        raise ValidationError({"revision": ["Say which revision you read, here or by If-Match."]})
    return stated


def _revision(tag: str) -> str:
    return "" if tag.startswith("W/") else tag.strip('"').partition("-")[0]
