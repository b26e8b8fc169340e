from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """What was said, and what answers it."""

    name = "claims"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from claims.documents import refreshing
        from config import history

        history.before_commit.append(refreshing.settle)
