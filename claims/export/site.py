"""The IRIs by which others name what stands in this ledger: addresses that lead there."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse


@dataclass(frozen=True)
class Site:
    """One installation, by its public origin: “https://ledger.example.org”, without a slash at the end."""

    origin: str

    @classmethod
    def of(cls, request: Any) -> "Site":
        """The origin that the operator gave, else the one that the request came to."""
        return cls(settings.SITE_URL or f"{request.scheme}://{request.get_host()}")

    def iri(self, name: str, *keys: int) -> str:
        return self.origin + reverse(name, args=keys)

    def claim(self, key: int) -> str:
        return self.iri("claims:claim", key)

    def side(self, dossier: int, key: int) -> str:
        return f"{self.iri('claims:dossier', dossier)}#side-{key}"

    def source(self, source: dict[str, Any]) -> str:
        """Where the source is read; our own page of it where it has no address on the web."""
        address = str(source["url"])
        return address if address.startswith(("https://", "http://")) else self.iri("sources:source", source["id"])

    @property
    def terms(self) -> str:
        """The namespace of our own relations and properties."""
        return f"{self.iri('claims:terms')}#"

    def tag(self, path: str) -> str:
        """A name that stays when addresses change (RFC 4151)."""
        return f"tag:{urlsplit(self.origin).hostname or 'localhost'},2026:{path}"
