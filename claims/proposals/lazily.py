"""What is worked out of a long text only where it is asked for."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

Found = TypeVar("Found")


def each(method: Callable[[Any, int], Found]) -> Callable[[Any, int], Found]:
    """A method of a place in a text: worked out once for each place, when it is first asked for."""
    name = f"_{method.__name__}_of"

    @wraps(method)
    def found(self: Any, at: int) -> Found:
        known = self.__dict__.setdefault(name, {})
        if at not in known:
            known[at] = method(self, at)
        return known[at]

    return found
