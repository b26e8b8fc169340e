"""Did anything change at all? Then a page that was found to be the same a moment ago need not be looked for again."""

from collections.abc import Hashable
from typing import Any

from claims.documents.statements import rows

MOST = 4_096
"""Pages that one process remembers."""

# As in the feed of changes: below the oldest transaction that runs, nothing can be added any more.
_STANDING = """
    SELECT concat_ws(' ', (SELECT epoch FROM claims_epoch LIMIT 1), last.xact, last.version, (
        SELECT string_agg(concat_ws(':', dossier_id, role, active), ',' ORDER BY dossier_id)
        FROM sources_member WHERE user_id = %(user)s::bigint
    ))
    FROM (SELECT xact, version FROM claims_change ORDER BY xact DESC, version DESC LIMIT 1) last
    WHERE last.xact < pg_snapshot_xmin(pg_current_snapshot())::text::bigint AND NOT EXISTS (SELECT FROM claims_debt)
"""

_confirmed: dict[Hashable, tuple[str, str]] = {}


def standing(user: Any) -> str:
    """The last change of all, and where the person belongs: while both are the same, so are the claims they see.

    Empty while that cannot be told: a transaction that began before may still commit a change, or a debt stands.
    """
    found = rows(_STANDING, {"user": user.pk or 0}, raw=True)
    return bytes(found[0][0]).decode() if found else ""


def remember(page: Hashable, standing: str, tag: str) -> None:
    """That a page had this tag when it was looked for, after things stood like this."""
    if len(_confirmed) >= MOST:
        _confirmed.clear()
    _confirmed[page] = standing, tag


def recall(page: Hashable, standing: str) -> str | None:
    """The tag that the page still has, if things stand as they did."""
    before, tag = _confirmed.get(page, ("", ""))
    return tag if standing and standing == before else None
