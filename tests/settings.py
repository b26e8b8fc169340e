"""The site's settings, as tests run them: a database of their own, and nothing slow that no test is about."""

import os
from pathlib import Path

# xdist's workers inherit the first process's names, and so share its server.
RUN = os.environ.setdefault(
    "COUNTERCLAIM_DATA_DIR", str(Path(__file__).resolve().parent.parent / "var" / f"test-{os.getpid()}")
)
os.environ |= {"COUNTERCLAIM_DATABASE_ROLE": "owner", "COUNTERCLAIM_DEMO": "1"}
os.environ |= {"COUNTERCLAIM_API_RATE": "1000000", "COUNTERCLAIM_API_ANONYMOUS_RATE": "1000000"}

from config.settings import *  # noqa: E402, F403 - the environment has to be laid out first

if EMBEDDED:  # noqa: F405
    DATABASES["default"]["TEST"] = {"TEMPLATE": DATABASES["default"]["NAME"]}  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 - whitenoise wants the folder; files come from the finders
