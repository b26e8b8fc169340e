"""A program that uses the REST interface: JSON in, JSON out, with a token, a session or nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from sources.operations import token as tokens


class Program:
    """Answers carry `.json()`; `headers` go with every request."""

    def __init__(self, **headers: str) -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = headers

    def get(self, address: str, **headers: str) -> Any:
        return self.client.get(address, headers=self.headers | headers)

    def post(self, address: str, body: Any = None, **headers: str) -> Any:
        return self._send("post", address, body, headers)

    def patch(self, address: str, body: Any = None, **headers: str) -> Any:
        return self._send("patch", address, body, headers)

    def _send(self, method: str, address: str, body: Any, headers: dict[str, str]) -> Any:
        headers = {name.replace("_", "-"): value for name, value in (self.headers | headers).items()}
        send = getattr(self.client, method)
        return send(address, {} if body is None else body, content_type="application/json", headers=headers)


def token_of(user: Any, *, days: int = 30, read_only: bool = False) -> str:
    """A token of somebody, as it is shown once; it ends after so many days, or ended before."""
    return tokens.make(by=user, name="Test", days=days, read_only=read_only)[1]


@pytest.fixture
def program_of() -> Callable[..., Program]:
    """A program that acts as somebody by a token, or as nobody: `program_of(editor).get("/api/v1/sides/")`."""

    def program(user: Any = None, **token: Any) -> Program:
        return Program(Authorization=f"Bearer {token_of(user, **token)}") if user else Program()

    return program
