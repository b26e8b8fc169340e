from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """Who speaks, for whom, and where it can be checked."""

    name = "sources"
    default_auto_field = "django.db.models.BigAutoField"
