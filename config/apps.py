from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The ground under the apps: it has commands and one migration (extensions), but no models."""

    name = "config"
