"""The file of a moving dossier: lines of JSON (NDJSON), in UTF-8; packed by gzip where its name ends in .gz.

The first line is a header: {"format", "version", "schema", "dossier", "counts"}. `counts` names the parts of the file
in their order and how many lines each has; a line of a part is one row. The last line is {"sha256"}: of all lines
before it, in hexadecimal.

When the file was written stands in the header of gzip (RFC 1952, MTIME) and nowhere else: two files of the same
dossier are the same but for these four bytes, and unpacked they are the same. What is read may be either, by whatever
name.
"""

import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any

FORMAT = "counterclaim dossier"
VERSION = 1
GZIP = b"\x1f\x8b"
"""What every file of gzip begins with, and no line of JSON."""
LEVEL = 6
"""Of gzip: how hard it packs, from 1 to 9."""
LONGEST_LINE = 256 * 1024 * 1024
"""In bytes: more no row of JSON can have in PostgreSQL."""


class Unmovable(Exception):
    """Why a dossier cannot be written or taken in: one line that says what to do."""


# Writing


def write(path: Path, header: dict[str, Any], blocks: Iterable[bytes]) -> None:
    """Write the whole file, or none: it has its name once it is complete. Only its owner may read it."""
    if path.exists():
        raise Unmovable(f"{path} is there already: give the file another name.")
    made = path.with_name(path.name + ".part")
    try:
        with open(os.open(made, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
            with gzip.GzipFile("", "wb", LEVEL, file) if path.suffix == ".gz" else nullcontext(file) as out:
                for block in _signed(chain([_line({"format": FORMAT, "version": VERSION, **header})], blocks)):
                    out.write(block)
            file.flush()
            os.fsync(file.fileno())
        made.rename(path)
    except OSError as error:
        raise Unmovable(f"{path} cannot be written: {error.strerror}. Make room, or name another place.") from None
    finally:
        with suppress(OSError):
            made.unlink()


def _signed(blocks: Iterable[bytes]) -> Iterator[bytes]:
    digest = hashlib.sha256()
    for block in blocks:
        digest.update(block)
        yield block
    yield _line({"sha256": digest.hexdigest()})


def _line(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode() + b"\n"


# Reading


@dataclass(frozen=True)
class Checked:
    """A file that was read to its end and found whole."""

    path: Path
    schema: dict[str, str]
    dossier: dict[str, str]
    counts: dict[str, int]
    sha256: str

    @property
    def written_at(self) -> datetime | None:
        """When, as gzip says; None where it is not packed."""
        with self.path.open("rb") as file:
            head = file.read(8)
        return datetime.fromtimestamp(int.from_bytes(head[4:], "little"), UTC) if head.startswith(GZIP) else None

    def parts(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Each part of the file with its lines, which are to be taken before the next part is asked for."""
        with _unpacked(self.path) as lines:
            next(lines)
            for name, count in self.counts.items():
                yield name, islice(lines, count)


def check(path: Path) -> Checked:
    """Read a file to its end, keeping nothing. Raises Unmovable unless it is whole, and of this format and version."""
    with _unpacked(path) as lines:
        first = next(lines, b"")
        header = _header(path, first)
        digest, last, count = hashlib.sha256(first), next(lines, b""), 0
        for line in lines:
            digest.update(last)
            last, count = line, count + 1
    sha256 = digest.hexdigest()
    if last != _line({"sha256": sha256}) or count != sum(header["counts"].values()):
        raise _damaged(path, "what it holds does not fit its checksum")
    return Checked(path, header["schema"], header["dossier"], header["counts"], sha256)


def _header(path: Path, line: bytes) -> dict[str, Any]:
    header = _object(line)
    if header.get("format") != FORMAT:
        raise Unmovable(f"{path} holds no dossier: name a file that `manage.py export` wrote.")
    if header.get("version") != VERSION:
        raise Unmovable(
            f"{path} is written in version {header.get('version')} of the format, and this installation reads version"
            f" {VERSION}: bring both installations to the same version, and export it again."
        )
    counts = header.get("counts")
    known = isinstance(counts, dict) and all(type(count) is int and count >= 0 for count in counts.values())
    dossier = header.get("dossier")
    known = known and isinstance(dossier, dict) and set(dossier) == {"opened_as", "opened_at", "opened_by"}
    if not (known and isinstance(header.get("schema"), dict)):
        raise _damaged(path, "its header is not complete")
    return header


def _object(line: bytes) -> dict[str, Any]:
    try:
        content = json.loads(line)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


@contextmanager
def _unpacked(path: Path) -> Iterator[Iterator[bytes]]:
    """The lines of the file. Raises Unmovable where it cannot be read."""
    try:
        with gzip.open(path) if _is_packed(path) else path.open("rb") as file:
            yield iter(lambda: file.readline(LONGEST_LINE), b"")
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise _damaged(path, str(error).rstrip(".").lower()) from None
    except OSError as error:
        raise Unmovable(f"{path} cannot be read: {error.strerror}.") from None


def _is_packed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(GZIP)) == GZIP


def _damaged(path: Path, how: str) -> Unmovable:
    return Unmovable(f"{path} is damaged ({how}): copy it again, or export it again. Nothing was changed.")
