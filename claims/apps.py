from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """What was said, and what answers it."""

    name = "claims"
    default_auto_field = "django.db.models.BigAutoField"
