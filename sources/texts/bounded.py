"""A parser in a process of its own, with a time and a memory of its own.

Parsers of HTML, mail and PDF are large, and now and then somebody finds a page that makes one of them eat all
memory or never come back (adbar/trafilatura#657). Neither can be stopped from within the process it happens in.
"""

import json
import logging
import multiprocessing
import resource
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection

from sources.texts.documents import Document, Limits, Unreadable

# One process loads the parsers once and then forks for every source; it ends with the process that asked.
_PRELOADED = ["sources.texts.warm", "trafilatura", "pypdf"]  # the first is found where we start in our own folder

Parser = Callable[[bytes, str, str], Document]


def parsed(parser: Parser, body: bytes, charset: str, url: str, limits: Limits) -> Document:
    """What a parser makes of a source, within the limits. Raises Unreadable, and nothing else.

    `parser` is a function of a module, so that the other process finds it by its name.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(theirs, parser, body, charset, url, limits), daemon=True)
    process.start()
    theirs.close()
    try:
        return _heard(ours, limits.seconds)
    finally:
        process.kill()
        process.join()
        ours.close()


def _heard(ours: Connection, seconds: float) -> Document:
    try:
        # Plain JSON, not pickles: whatever a page did to its parser stays there.
        said = json.loads(ours.recv_bytes()) if ours.poll(seconds) else {}
    except (EOFError, OSError):
        said = {}
    if not said:
        raise Unreadable("too-much", "Reading this takes more time or memory than any article needs.")
    if "code" in said:
        raise Unreadable(said["code"], said["sentence"])
    return Document(**said)


def _work(theirs: Connection, parser: Parser, body: bytes, charset: str, url: str, limits: Limits) -> None:
    """In the other process: parse, and say in JSON what came of it."""
    logging.disable()  # parsers complain of every broken page, and nobody reads it here
    seconds = int(limits.seconds) + 1
    for what, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):  # held lower already, or a system that cannot hold it
            resource.setrlimit(what, (most, most))
    try:
        said = vars(parser(body, charset, url))
    except Unreadable as error:
        said = {"code": error.code, "sentence": str(error)}
    except MemoryError:
        return
    except Exception as error:  # noqa: BLE001 - a parser may stumble over a broken source in any way it likes
        said = {"code": "broken", "sentence": f"This cannot be read: it is broken ({type(error).__name__})."}
    theirs.send_bytes(json.dumps(said).encode())
