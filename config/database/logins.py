"""Where the database is, and who signs in to it with what."""

import hashlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from config.database.errors import DatabaseError

OWNER = "counterclaim_owner"
WEB = "counterclaim_web"
DATABASE = "counterclaim"
SUPERUSER = "postgres"

PORT = 5432  # names the socket file only: the server listens on no network address
SOCKET_PATH_LIMIT = 107  # bytes: sun_path of unix(7) less its NUL


def login(role: str, *, folder: Path, owner_url: str, web_url: str, secret: str) -> dict[str, Any]:
    """Django's DATABASES entry for a role, on the named server or on the one in `folder`."""
    if role == "web" and web_url:
        parts = _parsed(web_url, "COUNTERCLAIM_WEB_DATABASE_URL")
    elif owner_url:
        parts = _parsed(owner_url, "DATABASE_URL")
        if role == "web":
            parts |= {"user": WEB, "password": web_password(secret)}
    else:
        parts = {"host": str(socket_folder(folder)), "port": PORT, "user": OWNER if role == "owner" else WEB}
        parts["dbname"] = DATABASE
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return {
        "ENGINE": "config.postgres",
        **{name: str(parts.pop(key, "")) for key, name in names.items()},
        # What is prepared is prepared by config.postgres: psycopg would have the server forget it at each rollback.
        "OPTIONS": {"application_name": "counterclaim", "prepare_threshold": None, **parts},
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def _parsed(url: str, name: str) -> dict[str, Any]:
    if not url.startswith(("postgres://", "postgresql://")):
        raise DatabaseError(f"{name} must be a PostgreSQL address: postgresql://user:password@host/database")
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        raise DatabaseError(f"{name} cannot be read: {_one_line(error)}") from None
    if not parts.get("dbname"):
        raise DatabaseError(f"{name} names no database: postgresql://user:password@host/database")
    return parts


def _one_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]


def web_password(secret: str) -> str:
    """The web role's password, the same on every host that has the same SECRET_KEY."""
    return hmac.new(secret.encode(), WEB.encode(), hashlib.sha256).hexdigest()


def kept_secret(path: Path) -> str:
    """The secret of this folder, made on first use and readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text()


def socket_folder(folder: Path) -> Path:
    """Where the server's socket is: in its folder, or, if that path is too long for one, in a temporary folder."""
    if len(os.fsencode(folder / f".s.PGSQL.{PORT}.lock")) <= SOCKET_PATH_LIMIT:
        return folder
    return far_socket_folder(folder)


def far_socket_folder(folder: Path) -> Path:
    """The temporary folder of a server whose own path is too long."""
    return Path(tempfile.gettempdir()) / f"counterclaim-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]}"
