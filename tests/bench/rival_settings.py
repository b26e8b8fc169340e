"""The site's own database and connections, and nothing before the views."""

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS as ALL
from config.settings import REST_FRAMEWORK as OURS

ROOT_URLCONF = "tests.bench.rivals"
INSTALLED_APPS = [app for app in ALL if not app.startswith("allauth")]
MIDDLEWARE: list[str] = []
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": OURS["DEFAULT_SCHEMA_CLASS"],
}
