"""Every form of the site as a browser would send it, right in every field; tests spoil it from there."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection

HTMX = {"HX-Request": "true"}


@dataclass(frozen=True)
class Form:
    """Where a form is sent to, what it holds, which of its fields take free text, and the pages that show them.

    Addresses and values may name a key of the newsroom: "{claim}"; "{after}" is the page that a save leads to.
    """

    address: str
    fields: dict[str, Any]
    texts: tuple[str, ...]
    pages: tuple[str, ...] = ("{after}",)

    def at(self, here) -> str:
        return self.address.format(**vars(here))

    def filled(self, here, **changes: Any) -> dict[str, Any]:
        return {name: value.format(**vars(here)) for name, value in self.fields.items()} | changes


def _row(**fields: str) -> dict[str, str]:
    return {f"figures-0-{name}": value for name, value in fields.items()}


FIGURE = {
    "bound": "exact",
    "number": "1166",
    "upto": "",
    "unit": "people",
    "quantity": "killed",
    "population": "troops",
    "affected_side": "{side}",
    "place": "Barda",
    "period": "2020-10",
    "words": "1,166 dead",
}
FIGURE_TEXTS = ("unit", "quantity", "population", "place", "words")
SOURCE = {
    "title": "The dam and the river",
    "kind": "article",
    "url": "https://example.org/dam",
    "publisher": "The Daily Ledger",
    "dateline": "29 Oct 2020",
    "author": "A. Writer",
    "language": "en",
    "note": "First hand.",
}
STATEMENT = {
    "speaker": "A new voice",
    "speaker_asked": "A new voice",
    "speaker_choice": "new",
    "side": "{side}",
    "office": "Minister",
    "wording": "The dam was shut.",
    "kind": "assertion",
    "accused_side": "",
    "date": "29 Oct 2020",
    "matter": "Who shut the dam?",
    "own_words": "It was shut.",
    "language": "en",
    "translation": "Shut it was.",
}
STATEMENT_TEXTS = ("speaker", "office", "wording", "matter", "own_words", "translation")
CITATION = {
    "source": "A quarrel by the river",
    "dateline": "29 Oct 2020",
    "publisher": "The Daily Ledger",
    "passage": "“It was shut”, she said.",
    "cue": "said",
    "origin": "An agency",
}

CLAIM, SPEAKER, SOURCE_PAGE = "/claims/{claim}/", "/speakers/{speaker}/", "/sources/{source}/"
REASON = {"reason": "It is not so."}

FORMS = {
    "open a dossier": Form(
        "/dossiers/open/",
        {"name": "The river", "summary": "Who dams it.", "visibility": "public"}
        | {"side-1-name": "East", "side-1-short_name": "E", "side-2-name": "West", "side-2-short_name": "W"},
        ("name", "summary", "side-1-name", "side-1-short_name"),
        ("{after}", "/?all", "/claims/", "/speakers/"),
    ),
    "edit a dossier": Form(
        "/dossiers/{dossier}/edit/",
        {"name": "The river", "summary": "Who dams it.", "visibility": "public", "revision": "1"},
        ("name", "summary"),
        ("{after}", "/?all", CLAIM, "/claims/", SPEAKER, "/dossiers/{dossier}/members/", "/dossiers/{dossier}/log/"),
    ),
    "add a side": Form(
        "/dossiers/{dossier}/sides/add/",
        {"name": "East", "short_name": "E", "slot": "5", "marker": "▲"},
        ("name", "short_name"),
        ("{after}", "/dossiers/{dossier}/log/", "/dossiers/{dossier}/edit/", "/speakers/?dossier={dossier}"),
    ),
    "edit a side": Form(
        "/sides/{side}/edit/",
        {"name": "East", "short_name": "E", "slot": "5", "marker": "▲", "revision": "1"},
        ("name", "short_name"),
        ("{after}", CLAIM, "/matters/{matter}/", "/claims/", "/claims/{claim}/link/", "/review/", SPEAKER),
    ),
    "add a speaker": Form(
        "/dossiers/{dossier}/speakers/add/",
        {"name": "A new voice", "kind": "person", "side": "{side}", "office": "Minister"}
        | {"aliases": "Another name\nAnd another", "note": "A spokesman."},
        ("name", "office", "aliases", "note"),
        ("{after}", "/speakers/"),
    ),
    "edit a speaker": Form(
        "/speakers/{speaker}/edit/",
        {"name": "A new voice", "kind": "person", "aliases": "Another name", "note": "She speaks."}
        | {"revision": "{speaker_revision}"},
        ("name", "aliases", "note"),
        ("{after}", CLAIM, "/speakers/", "/matters/{matter}/", "/speakers/{twin}/merge/?other={speaker}"),
    ),
    "say for whom somebody speaks": Form(
        "/speakers/{speaker}/affiliate/",
        {"side": "{other_side}", "office": "Envoy", "first_day": "2020-01-01", "last_day": "2020-12-31"},
        ("office",),
    ),
    "take back for whom somebody speaks": Form(
        "/affiliations/{affiliation}/end/",
        REASON,
        ("reason",),
    ),
    "merge speakers": Form(
        "/speakers/{speaker}/merge/",
        REASON | {"other": "{twin}"},
        ("reason",),
        ("{after}", "/speakers/{speaker}/merge/", "/speakers/{twin}/"),
    ),
    "undo a merge": Form("/merges/{merge}/undo/", REASON, ("reason",), ("{after}", SPEAKER)),
    "add a source": Form(
        "/dossiers/{dossier}/sources/add/",
        SOURCE,
        ("title", "publisher", "author", "note"),
        ("{after}", "/sources/", "/dossiers/{dossier}/sources/add/"),
    ),
    "edit a source": Form(
        "/sources/{source}/edit/",
        SOURCE | {"revision": "1"},
        ("title", "publisher", "author", "note"),
        ("{after}", "/sources/", CLAIM, "/claims/{claim}/link/{answer}/"),
    ),
    "keep a text": Form(
        "/sources/{source}/capture/",
        {"text": "The dam was shut, she said.", "how": "pasted"},
        ("text",),
    ),
    "add a matter": Form(
        "/dossiers/{dossier}/matters/add/",
        {"question": "Who shut the dam?", "place": "Barda", "date": "29 Oct 2020", "note": "For colleagues."},
        ("question", "place", "note"),
        ("{after}", "/dossiers/{dossier}/"),
    ),
    "edit a matter": Form(
        "/matters/{matter}/edit/",
        {"question": "Who shut the dam?", "place": "Barda", "date": "2020-10", "note": "New.", "revision": "1"},
        ("question", "place", "note"),
        ("{after}", "/dossiers/{dossier}/", CLAIM, "/claims/", "/review/"),
    ),
    "log a claim": Form(
        "/dossiers/{dossier}/log/",
        {"do": "submit", "figures-total": "1", "address": "https://example.org/row", "rival": ""}
        | STATEMENT | CITATION | _row(use="on", **FIGURE),
        (*STATEMENT_TEXTS, "source", "publisher", "passage", "cue", "origin")
        + tuple(f"figures-0-{name}" for name in FIGURE_TEXTS),
        ("{after}", "/claims/", "/review/", "/speakers/", "/sources/", "/dossiers/{dossier}/"),
    ),
    "edit a claim": Form(
        "/claims/{claim}/edit/",
        STATEMENT | {"revision": "1", "reason": "It was so."},
        (*STATEMENT_TEXTS, "reason"),
        (CLAIM, "/claims/", "/review/", "/claims/{claim}/link/", "/claims/{claim}/link/{answer}/", CLAIM + "edit/"),
    ),
    "add a figure": Form(
        "/claims/{claim}/figures/add/",
        FIGURE,
        FIGURE_TEXTS,
        (CLAIM, "/claims/", "/review/", "/claims/{claim}/link/{answer}/"),
    ),
    "edit a figure": Form(
        "/figures/{figure}/edit/",
        FIGURE | {"revision": "1", "reason": "It was so."},
        (*FIGURE_TEXTS, "reason"),
        (CLAIM, "/claims/", "/review/", "/claims/{claim}/link/{answer}/", "/figures/{figure}/edit/"),
    ),
    "strike out a figure": Form("/figures/{figure}/void/", REASON, ("reason",)),
    "add a citation": Form(
        "/claims/{claim}/citations/add/",
        CITATION,
        ("source", "publisher", "passage", "cue", "origin"),
        (CLAIM, "/review/", "/sources/", "/claims/{claim}/link/{answer}/"),
    ),
    "edit a citation": Form(
        "/citations/{citation}/edit/",
        {"cue": "said", "origin": "An agency", "directness": "direct", "revision": "1", "reason": "It was so."},
        ("cue", "origin", "reason"),
        (CLAIM, "/review/", "/citations/{citation}/edit/", SOURCE_PAGE),
    ),
    "strike out a citation": Form("/citations/{citation}/void/", REASON, ("reason",)),
    "return a claim": Form(
        "/claims/{claim}/return/", REASON | {"revision": "1"}, ("reason",), (CLAIM, "/dossiers/{dossier}/")
    ),
    "void a claim": Form("/claims/{claim}/void/", REASON, ("reason",), (CLAIM, "/matters/{matter}/")),
    "record a response": Form(
        "/claims/{published}/respond/",
        {"side": "{other_side}", "state": "declined", "note": "Asked twice by letter.", "revision": "{other_side}:1"},
        ("note",),
        ("/claims/{published}/", "/dossiers/{dossier}/", "/matters/{matter}/"),
    ),
    "take a response back": Form(
        "/claims/{published}/unrespond/",
        REASON | {"side": "{other_side}", "revision": "1"},
        ("reason",),
        ("/claims/{published}/", "/dossiers/{dossier}/"),
    ),
    "grade a claim": Form(
        "/claims/{published}/grade/",
        {"grade": "fair", "explanation": "Two saw it.", "revision": "0"},
        ("explanation",),
        ("/claims/{published}/", "/matters/{matter}/"),
    ),
    "propose a link": Form(
        "/claims/{claim}/link/{answer}/",
        {"relation": "contradicts", "aspect": "", "rationale": "Both cannot be.", "answer_figure": ""}
        | {"target_figure": ""},
        ("rationale",),
        (CLAIM, "/claims/{answer}/", "/matters/{matter}/"),
    ),
    "reject a link": Form("/links/{link}/reject/", REASON, ("reason",), ("/claims/{answer}/", "/claims/{published}/")),
    "withdraw a link": Form("/links/{link}/withdraw/", REASON, ("reason",), ("/claims/{answer}/",)),
    "invite a colleague": Form(
        "/dossiers/{dossier}/members/invite/",
        {"full_name": "Ivo New", "email": "ivo@example.org", "role": "journalist"},
        ("full_name",),
    ),
    "give somebody a role": Form(
        "/dossiers/{dossier}/members/set-role/", {"user": "{reporter}", "role": "reader", "was": "journalist"}, (), ()
    ),
}  # fmt: skip


def rows() -> int:
    """How many rows there are in all tables of ours, the history included: what is refused adds none."""
    tables = [model._meta.db_table for model in apps.get_models() if model._meta.app_label in ("sources", "claims")]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {' + '.join(f'(SELECT count(*) FROM {table})' for table in tables)}")
        return cursor.fetchone()[0]
