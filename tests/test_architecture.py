"""The house style with teeth: which module may import which, who may write, what a page may carry."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[1]
APPS = ("sources", "claims")

# Imports point down: from a later line to an earlier one, or within one kind of one line.
ORDER = (
    # Pure: they know the words of the newsroom, and no row of it.
    ("errors", "dates", "relations", "figures", "vocabulary", "numerals", "withheld", "counts"),
    ("querysets", "searching", "likeness", "triggers"),
    ("models",),
    ("permissions",),
    ("filters", "invitations"),
    ("operations", "queries", "documents", "rivals", "proposals", "attribution", "fetching", "texts"),
    ("forms", "export", "serializers", "jobs", "moving"),
    ("views", "viewsets", "admin", "management", "templatetags"),
    ("urls",),
    ("apps",),
)
RANK = {kind: rank for rank, kinds in enumerate(ORDER) for kind in kinds}
APART = {"operations", "queries"}  # side by side, and never one through the other

# What the leaves of config may not know; the rest of config (settings, urls, commands) ties everything together.
LEAVES = (
    *("errors", "http", "api", "database", "roles", "history", "rows", "forms", "accounts", "jobs", "keys"),
    *("lines", "mail", "metrics", "people", "sessions", "unsent"),
)

WRITES = {
    *("save", "create", "delete", "update_or_create", "get_or_create", "bulk_create", "bulk_update"),
    *("asave", "acreate", "adelete", "aupdate", "aupdate_or_create", "aget_or_create", "abulk_create", "abulk_update"),
    *("create_user", "create_superuser", "set_password"),
}
#: What people do, what follows from it, what is derived from both, and what people did elsewhere.
WRITERS = ("operations", "triggers", "documents", "moving")
WRITING_SQL = re.compile(r"\s*(INSERT\s+INTO|UPDATE\s+\w|DELETE\s+FROM|TRUNCATE|ALTER|DROP|CREATE)\b")


def modules(*folders: str) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT)


def kind_of(path: Path) -> str:
    """The kind of code a module is: `claims/queries/ledger.py` and `claims/queries.py` are queries."""
    inside = [part.removesuffix(".py") for part in path.parts[1:]]
    return inside[1] if inside[0] == "api" and len(inside) > 1 else inside[0]


def tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(), str(path))


def imported(path: Path) -> Iterator[str]:
    """Every module of ours that a module imports, wherever in it the import stands: `claims.queries.ledger`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom):
            above = ".".join(path.parts[: -node.level]) if node.level else ""
            name = ".".join(filter(None, [above, node.module]))
            yield from (f"{name}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def kind_imported(name: str) -> str | None:
    """The kind of the module that a dotted name leads to, or None if it is none of ours."""
    app, *inside = name.split(".")
    if app not in APPS or not inside:
        return None
    return inside[1] if inside[0] == "api" and len(inside) > 1 else inside[0]


OURS = [path for path in modules(*APPS) if path.name != "__init__.py"]


@pytest.mark.parametrize("path", OURS, ids=str)
def test_every_module_is_of_a_known_kind(path):
    assert kind_of(path) in RANK, f"{path}: which kind of code is this? Put it into ORDER, or where it belongs."


@pytest.mark.parametrize("path", OURS, ids=str)
def test_imports_point_down(path):
    kind = kind_of(path)

    wrong = [
        name
        for name in imported(path)
        if (other := kind_imported(name))
        and (RANK.get(other, 99) > RANK[kind] or (other != kind and {kind, other} == APART))
    ]

    assert wrong == [], f"{path} ({kind}) may not import {wrong}"


@pytest.mark.parametrize("path", list(modules("sources")), ids=str)
def test_sources_know_nothing_of_claims(path):
    assert [name for name in imported(path) if name.split(".")[0] == "claims"] == []


@pytest.mark.parametrize(
    "path", [path for path in modules("config") if {path.stem, path.parts[1]} & {*LEAVES}], ids=str
)
def test_the_leaves_of_config_know_no_app(path):
    assert [name for name in imported(path) if name.split(".")[0] in APPS] == []


def writes(path: Path) -> Iterator[str]:
    """Calls that write to the database, each with its line."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            # A queryset's update takes keywords only; a dict's or a digest's takes a value.
            updates = node.func.attr == "update" and node.keywords and not node.args
            if node.func.attr in WRITES or updates:
                yield f"{path}:{node.lineno} .{node.func.attr}()"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and WRITING_SQL.match(node.value):
            yield f"{path}:{node.lineno} {node.value.strip().splitlines()[0]}"


@pytest.mark.parametrize("path", [path for path in OURS if kind_of(path) not in WRITERS], ids=str)
def test_only_operations_write(path):
    assert list(writes(path)) == []
    assert [name for name in imported(path) if name.startswith("config.rows.") and name.rsplit(".")[-1].islower()] == []


def test_the_guard_against_writes_sees_them(tmp_path):
    path = tmp_path / "views.py"
    path.write_text(
        "claim.save()\nClaim.objects.filter(pk=1).update(status='x')\ncursor.execute('DELETE FROM claims_claim')\n"
        "names.update({'a': 1})\ndigest.update(b'')\n"
    )

    assert [line.split(":")[-1].split()[0] for line in writes(path)] == ["1", "2", "3"]


# Edits

#: What is read before it is changed: an operation takes it, and raises Outdated where it is past.
READ = {"revision", "revisions", "was"}
#: Operations that take none, and why nothing of anybody's is overwritten all the same.
UNREAD = {
    "adds a row, and changes none": {
        *(
            "sources.operations.dossier.start",
            "sources.operations.side.add",
            "sources.operations.speaker.add",
        ),
        *(
            "sources.operations.source.add",
            "sources.operations.speaker.affiliate",
            "sources.operations.passage.capture",
        ),
        *("sources.operations.passage.mark", "sources.operations.passage.quote", "claims.operations.claim.log"),
        *("claims.operations.matter.add", "claims.operations.link.propose", "claims.operations.figure.add"),
        *(
            "claims.operations.citation.add",
            "claims.operations.entry.enter",
            "claims.operations.entry.enter_all",
            "claims.operations.entry.cite",
        ),
        *(
            "sources.operations.source.publisher_named",
            "sources.operations.intake.paste",
            "sources.operations.intake.hand_in",
        ),
        *("sources.operations.intake.fetch", "sources.operations.reading.start", "sources.operations.reading.keep"),
        "claims.operations.desk.log",
        *("sources.operations.token.make", "claims.operations.webhook.make", "claims.operations.webhook.tell"),
    },
    "gives a source what it lacks, and refuses where somebody said otherwise": {"claims.operations.entry.complete"},
    "adds a member, and refuses one who is there": {"sources.operations.member.invite"},
    "is taken once: the second time its key, or the state, is spent": {
        *("sources.operations.member.accept_invitation", "sources.operations.speaker.end_affiliation"),
        *("claims.operations.claim.submit", "claims.operations.claim.void"),
        *("claims.operations.figure.void", "claims.operations.citation.void"),
        *("claims.operations.link.reject", "claims.operations.link.withdraw"),
        *("claims.operations.speaker.merge", "claims.operations.speaker.unmerge"),
        *("claims.operations.desk.skip", "claims.operations.desk.take_up"),
        *("sources.operations.answered.begin", "sources.operations.answered.finish", "sources.operations.token.revoke"),
        *(f"sources.operations.intake.{step}" for step in ("begin", "keep", "deliver", "fail")),
        *(f"sources.operations.reading.{step}" for step in ("begin", "finish", "fail")),
        *(f"claims.operations.webhook.{step}" for step in ("end", "send_again", "begin", "answered", "unanswered")),
        "claims.operations.webhook.give_up",
    },
    "writes what the worker that took it up has made": {"claims.operations.webhook.word"},
    "writes nothing": {"claims.operations.webhook.secrets_of"},
    "writes a claim that the operation calling it has locked and compared": {"claims.operations.claim.rewrite"},
}


def operations() -> Iterator[tuple[str, set[str]]]:
    """Every public operation by its full name, with the names of what it takes."""
    for path in modules(*APPS):
        if kind_of(path) == "operations":
            for node in tree(path).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    taken = {argument.arg for argument in node.args.args + node.args.kwonlyargs}
                    parts = [part for part in path.with_suffix("").parts if part != "__init__"]
                    yield ".".join([*parts, node.name]), taken


def test_every_operation_that_edits_takes_what_was_read():
    excused = {name for names in UNREAD.values() for name in names}
    found = dict(operations())

    assert {name for name, taken in found.items() if not taken & READ} == excused


# Pages

PAGES = sorted(path.relative_to(ROOT) for path in (ROOT / "templates").rglob("*.html"))
FORBIDDEN = {
    "an inline style": re.compile(r"<style\b|\sstyle\s*=", re.I),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc\s*=)", re.I),
    "an inline handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "htmx code that needs eval": re.compile(r"hx-on\b|=\s*[\"']js:|hx-(trigger)\s*=\s*[\"'][^\"']*\[", re.I),
    "a script address": re.compile(r"javascript:", re.I),
    "something loaded from elsewhere": re.compile(r"(src|srcset|href|action|poster)\s*=\s*[\"']\s*(https?:)?//", re.I),
    "text that is not escaped": re.compile(r"(?<!help_text)\|\s*safe\b|autoescape\s+off"),
}


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_a_page_carries_nothing_that_the_content_policy_forbids(path):
    text = (ROOT / path).read_text()

    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(text)] == []


@pytest.mark.parametrize(
    "page",
    [
        '<p style="color:red">',
        "<style>p{}</style>",
        "<script>alert(1)</script>",
        '<button onclick="go()">',
        '<button hx-on:click="go()">',
        "<form hx-vals='js:{a: 1}'>",
        '<input hx-trigger="keyup[ctrlKey]">',
        '<a href="javascript:go()">',
        '<script src="https://cdn.example/htmx.js"></script>',
        '<link href="//cdn.example/a.css">',
        "{{ claim.wording|safe }}",
    ],
)
def test_the_guard_of_the_pages_sees(page):
    assert any(pattern.search(page) for pattern in FORBIDDEN.values())


@pytest.mark.parametrize("path", sorted((ROOT / "static").rglob("*.[cj]s*")), ids=lambda path: path.name)
def test_our_style_and_script_load_nothing_from_elsewhere(path):
    addresses = re.findall(r"(?:https?:)?//[\w.-]+\.\w+[^\s\"')]*", path.read_text())

    assert [address for address in addresses if "www.w3.org" not in address] == []


# The rest of the tree


def test_no_model_changes_without_a_migration(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("path", sorted((ROOT / "requirements").iterdir()), ids=lambda path: path.name)
def test_the_pins_name_no_host(path):
    assert re.findall(r"\w+://\S+|--(?:extra-)?index-url.*|--find-links.*", path.read_text()) == []


@pytest.mark.parametrize("name", ["run.txt", "dev.txt"])
def test_every_pin_has_a_hash(name):
    assert [pin for pin in pins(name) if "==" not in pin or "--hash=sha256:" not in pin] == []


def test_what_runs_the_site_is_pinned_alike_for_its_tests():
    assert set(pins("run.txt")) - set(pins("dev.txt")) == set()


def pins(name):
    return re.split(r"\n(?=\S)", (ROOT / "requirements" / name).read_text().strip())


def test_nothing_is_vendored():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True).stdout.splitlines()

    foreign = re.compile(r"\.min\.(js|css)$|htmx[^/]*\.js$|\.(woff2?|ttf|otf)$")
    assert [name for name in listed if foreign.search(name)] == []
