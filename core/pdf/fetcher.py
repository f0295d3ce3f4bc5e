"""What a document may load: fonts and images handed in, nothing from disk, nothing from the net."""

from collections.abc import Mapping
from typing import Any

from weasyprint.urls import URLFetcher, URLFetcherResponse

from core.pdf.types import PdfError


class DeniedError(PdfError):
    """The document asked for something that was not handed in."""


class AssetFetcher(URLFetcher):  # type: ignore[misc]
    """Serves a fixed set of assets and data URIs; every other address is denied and noted."""

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self._assets = assets
        self.denied: list[str] = []

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Return an asset by its name, a data URI by its content; raise for all else."""
        if url in self._assets:
            return URLFetcherResponse(url, self._assets[url])
        if url[:5].lower() == "data:":
            return super().fetch(url, headers)
        self.denied.append(url)
        raise DeniedError(url)
