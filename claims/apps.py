from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """What was said, and what answers it."""

    name = "claims"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from claims.documents import refreshing
        from claims.queries import watching
        from config import history, metrics

        history.before_commit.append(refreshing.settle)
        metrics.tell("counterclaim_waiting", "What waits for the worker, by kind.", "kind", watching.waiting)
