"""What is damaged, of another version, here already or against the rules is refused in one line; nothing is changed."""

import gzip
import hashlib
import os
import resource
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection

from claims.models import SpeakerMerge
from claims.moving import arriving, departing, files
from claims.moving.files import Unmovable
from config.history import recorded
from sources.models import Dossier
from tests import factories
from tests.claims.moving import dossiers
from tests.claims.moving.installations import altered, answerable, counted, lines, operator, take_in
from tests.database import ROOT, environment


@pytest.fixture(scope="module")
def there(installation):
    """An installation that takes in nothing."""
    with installation() as there:
        answerable()
    return there


@pytest.fixture
def refuses(there):
    """Expect a file to be refused with these words, in one line, and nothing to be changed."""

    def expect(path, words, **over):
        with there:
            before = counted()
            with pytest.raises(Unmovable, match=words) as refusal:
                take_in(path, **over)
            assert counted() == before
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgenabled <> 'O'")
                assert cursor.fetchone() == (0,)
        assert "\n" not in str(refusal.value)

    return expect


# Damage


def _cut(content: bytes) -> bytes:
    return content[: len(content) * 2 // 3]


def _without_its_end(content: bytes) -> bytes:
    return content[:-1]


def _longer(content: bytes) -> bytes:
    return content + b"more"


def _twice(content: bytes) -> bytes:
    return content + content


def _lines(change):
    def damage(content: bytes) -> bytes:
        found = gzip.decompress(content).splitlines(keepends=True)
        change(found)
        return gzip.compress(b"".join(found))

    return damage


def _drop(at: int):
    return _lines(lambda found: found.pop(at))


def _swap(found: list[bytes]) -> None:
    found[10], found[11] = found[11], found[10]


def _change_a_word(found: list[bytes]) -> None:
    at = next(at for at, line in enumerate(found) if b"claims_grading" in line and b"weak" in line)
    found[at] = found[at].replace(b"weak", b"fair")


def _change_unpacked(content: bytes) -> bytes:
    return gzip.decompress(_lines(_change_a_word)(content))


DAMAGES = {
    "it is cut off": _cut,
    "its last byte is missing": _without_its_end,
    "something follows it": _longer,
    "it is there twice": _twice,
    "it is empty": lambda content: b"",
    "its header is missing": _drop(0),
    "a row is missing": _drop(20),
    "its last row is missing": _drop(-2),
    "its checksum is missing": _drop(-1),
    "a row is there twice": _lines(lambda found: found.insert(5, found[5])),
    "two rows changed places": _lines(_swap),
    "a word is another": _lines(_change_a_word),
    "a count is another": _lines(lambda found: found.__setitem__(0, found[0].replace(b'"people": 5', b'"people": 6'))),
    "the checksum is another": _lines(lambda found: found.__setitem__(-1, found[-1].replace(b'": "', b'": "0'))),
    "it is unpacked and a word is another": _change_unpacked,
    "it is unpacked and cut off": lambda content: _cut(gzip.decompress(content)),
    "it is unpacked and something follows it": lambda content: _longer(gzip.decompress(content)),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_file_is_refused(full, refuses, tmp_path, damage):
    path = tmp_path / "damaged.gz"
    path.write_bytes(damage(full.path.read_bytes()))

    refuses(path, "is damaged|holds no dossier")


@pytest.mark.parametrize("place", range(8))
def test_so_is_one_with_another_byte_anywhere(full, tmp_path, place):
    content = bytearray(full.path.read_bytes())
    # The first ten are gzip's own, and say nothing of the dossier.
    content[10 + (len(content) - 11) * place // 7] ^= 0x55
    path = tmp_path / "damaged.gz"
    path.write_bytes(content)

    with pytest.raises(Unmovable, match="damaged|holds no dossier"):
        files.check(path)


@pytest.mark.parametrize(
    "line", [b"no JSON", b"{}", b"[]", b"1", b"\x01", b"\x01\x01", b"\xff", b"", b'{"table": "people", "id": {}}']
)
def test_a_line_that_is_no_row_is_refused_though_it_is_signed(full, refuses, tmp_path, line):
    found = gzip.decompress(full.path.read_bytes()).splitlines(keepends=True)[:-1]
    found[3] = line + b"\n"
    body = b"".join(found)
    path = tmp_path / "made-up.gz"
    path.write_bytes(gzip.compress(body + f'{{"sha256": "{hashlib.sha256(body).hexdigest()}"}}\n'.encode()))

    refuses(path, "does not fit the tables|out of order")


def test_what_is_no_dossier_is_refused(refuses, tmp_path):
    path = tmp_path / "other.gz"
    path.write_bytes(gzip.compress(b'{"format": "something else"}\n'))

    refuses(path, "holds no dossier")
    refuses(tmp_path / "nowhere.gz", "cannot be read: No such file")
    refuses(tmp_path, "cannot be read")


# Another version


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda header: header.update(version=2), "version 2 of the format"),
        (lambda header: header["schema"].update(claims="0999_later"), "other tables .*0999_later"),
        (lambda header: header["schema"].update(columns="0"), "other tables"),
        (lambda header: header["counts"].pop("claims_grading"), "damaged|other tables"),
        (lambda header: header["counts"].update(claims_later=0), "other tables"),
        (lambda header: header.pop("dossier"), "header is not complete"),
        (lambda header: header["dossier"].pop("opened_at"), "header is not complete"),
    ],
)
def test_a_file_of_another_version_is_refused(full, refuses, tmp_path, change, words):
    refuses(altered(full.path, tmp_path / "other.gz", lambda found: change(found[0])), words)


# Here already


def test_the_dossier_that_is_here_is_refused(full, installation):
    with installation():
        number = take_in(full.path).dossier.pk
        before = counted()

        with pytest.raises(Unmovable, match=f"here already, as number {number}, .*--as"):
            take_in(full.path)
        with pytest.raises(Unmovable, match="choose another name"):
            take_in(full.path, name="The river and the dam")
        assert counted() == before


def test_it_is_known_where_it_came_from_even_when_it_was_renamed(full):
    with full.here, pytest.raises(Unmovable, match="here already"):
        take_in(full.path)


# Who may


def test_the_web_role_takes_nothing_in(full, there):
    with there:
        before = counted()
        with pytest.raises(Unmovable, match="Only the owner of the tables"):
            arriving.take_in(full.path, by=answerable())
        assert counted() == before


def test_somebody_answers_for_it_who_may_open_dossiers(full, there):
    with there:
        nobody = factories.make_user("nobody")
        with operator(), pytest.raises(PermissionDenied):
            arriving.take_in(full.path, by=nobody)


def test_it_waits_for_those_who_write_but_not_for_ever(full, there, monkeypatch):
    monkeypatch.setattr(arriving, "PATIENCE", "100ms")
    with there:
        writing = connection.copy()
        try:
            with writing.cursor() as cursor:
                cursor.execute("BEGIN; LOCK TABLE claims_claim IN ROW EXCLUSIVE MODE")

            with pytest.raises(Unmovable, match="People are writing just now"):
                take_in(full.path)
        finally:
            writing.close()


# Room


def test_a_file_for_which_there_is_no_room_is_not_left_by_halves(full, tmp_path):
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    with full.here:
        connection.ensure_connection()
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, limit[1]))
        try:
            with pytest.raises(Unmovable, match="cannot be written: .* Make room"):
                departing.export(Dossier.objects.get(pk=full.key), tmp_path / "large.gz")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limit)

    assert list(tmp_path.iterdir()) == []


def test_no_file_is_written_over(full):
    with full.here, pytest.raises(Unmovable, match="is there already"):
        departing.export(Dossier.objects.get(pk=full.key), full.path)


def test_only_its_owner_may_read_the_file(full):
    assert full.path.stat().st_mode & 0o777 == 0o600


# What is not of it


def test_a_dossier_that_names_rows_of_another_does_not_leave(installation, tmp_path):
    with installation():
        dossier = dossiers.make_full()
        stray = Dossier.objects.get(name="Another").claims.first()
        with recorded(dossier.opened_by, "merge"):
            SpeakerMerge.objects.filter(dossier=dossier).update(claim_ids=[stray.pk])

        with pytest.raises(Unmovable, match=f"claims_speakermerge names claim_ids {stray.pk}, which is not of it"):
            departing.export(dossier, tmp_path / "a.gz")

    assert list(tmp_path.iterdir()) == []


# The commands


def test_the_commands_say_what_came_of_it(full, there, installation, tmp_path, capsys):
    path = str(tmp_path / "a.gz")
    with full.here:
        call_command("export", "The river and the dam", path)
    with installation():
        with pytest.raises(CommandError, match="createsuperuser"), operator():
            call_command("import", path)
        admin, other = (factories.make_user(name, is_staff=True) for name in ("admin", "second"))
        with pytest.raises(CommandError, match="--by"), operator():
            call_command("import", path)
        with pytest.raises(CommandError, match="Nobody .* otto"), operator():
            call_command("import", path, by="otto")
        with operator():
            call_command("import", path, by=other.username)

        dossier = Dossier.objects.get()
        assert dossier.events.latest("pgh_id").pgh_context["user"] == other.pk
    said = capsys.readouterr().out
    assert (
        "statements in" in said
        and f"as dossier {dossier.pk}." in said
        and "not let in: emma, ilya, nora, rana, tomas." in said
    )


@pytest.mark.parametrize("asked", ["0", "The river", "Another"])
def test_a_dossier_that_is_not_plainly_meant_is_asked_back(full, tmp_path, asked):
    with full.here:
        if asked == "Another":
            factories.make_dossier(name=asked)
        with pytest.raises(
            CommandError, match=r"is called “.*”: give a number .*\d The river and the dam|More than one"
        ):
            call_command("export", asked, str(tmp_path / "a.gz"))


@pytest.mark.skipif(not settings.EMBEDDED, reason="the embedded server is not used")
def test_the_command_refuses_in_one_line(tmp_path):
    path = tmp_path / "none.gz"
    path.write_bytes(b"nothing")
    run = subprocess.run(
        [sys.executable, "manage.py", "import", str(path)],
        cwd=ROOT,
        env=environment(COUNTERCLAIM_DATA_DIR=os.environ["COUNTERCLAIM_DATA_DIR"]),
        capture_output=True,
        text=True,
    )

    assert run.returncode == 1
    assert len(run.stderr.splitlines()) == 1 and "Traceback" not in run.stderr


def test_rows_are_one_a_line_and_name_their_table(full):
    assert all(row["table"] in departing.sections() for row in lines(full.path))
