"""Every address of the site. What each app offers stands in its own `urls.py`."""

from pathlib import Path

from django.conf import settings
from django.urls import include, path

from config import accounts, http, metrics, unsent
from config.api import documents

# In the order in which addresses are tried: those that programs ask for most stand first.
urlpatterns = [
    *[
        path("api/v1/", include(f"{app}.api.urls"))
        for app in ("claims", "sources")
        if (Path(settings.BASE_DIR) / app / "api" / "urls.py").exists()
    ],
    path("api/v1/", include(documents)),
    path("healthz", http.healthz, name="healthz"),
    path("readyz", http.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("accounts/", include("allauth.urls")),
    path("unsent/", unsent.unsent, name="unsent"),
    path("demo/sign-in/", accounts.demo_sign_in, name="demo_sign_in"),
    *[
        path("", include(f"{app}.urls"))
        for app in ("sources", "claims")
        if (Path(settings.BASE_DIR) / app / "urls.py").exists()
    ],
]

handler400 = http.bad_request
handler403 = http.forbidden
handler404 = http.not_found
handler500 = http.server_error
