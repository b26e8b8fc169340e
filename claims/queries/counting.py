"""How many there are, told up to a point: to count on takes longer the more there are."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, IntegerField, QuerySet, Value

#: Beyond this many a dossier says “5,000+”.
MOST = 5_000


def counted(rows: QuerySet, most: int = MOST) -> Func:
    """How many there are, up to one more than are told; a part of another query."""
    first = rows.order_by().annotate(counted=Value(1)).values("counted")[: most + 1]  # an index alone can tell
    return Func(ArraySubquery(first), function="cardinality", output_field=IntegerField())


def count(rows: QuerySet, most: int = MOST) -> int:
    """How many there are, up to one more than are told."""
    return rows.order_by()[: most + 1].count()


def told(n: int, most: int = MOST) -> str:
    """A number that was counted so, in words."""
    return f"{most:,}+" if n > most else f"{n:,}"
