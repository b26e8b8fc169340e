"""Web Annotations (W3C): where each published claim stands in its sources, as one AnnotationPage.

The body is the claim, with its wording for people; the target is the stretch of the source that says it. Offsets are
those of the text as it was captured, in code points, and the state names that capture.
"""

from collections.abc import Iterator
from typing import Any

import orjson
from django.utils.encoding import iri_to_uri

from claims.export.asked import Asked
from claims.export.documents import documents, in_blocks
from claims.export.site import Site

#: Known to every reader of annotations, as the standard demands; nothing is to be fetched from there.
CONTEXT = PROFILE = "http://www.w3.org/ns/anno.jsonld"


def written(asked: Asked) -> Iterator[bytes]:
    return in_blocks(_page(asked))


def _page(asked: Asked) -> Iterator[bytes]:
    address = iri_to_uri(asked.site.origin + asked.path)
    head = {
        "@context": CONTEXT,
        "id": address,
        "type": "AnnotationPage",
        "partOf": {"id": f"{address}#all", "type": "AnnotationCollection", "label": "Where claims stand"},
        "startIndex": 0,
    }
    yield orjson.dumps(head)[:-1] + b',"items":['
    between = b"\n"
    for claim in documents(asked.claims.published(), asked.user):
        for citation in claim["citations"]:
            yield between + orjson.dumps(annotation(asked.site, claim, citation))
            between = b",\n"
    yield b"\n]}\n"


def annotation(site: Site, claim: dict[str, Any], citation: dict[str, Any]) -> dict[str, Any]:
    passage, source = citation["passage"], citation["source"]
    return {
        "id": f"{site.claim(claim['id'])}#citation-{citation['id']}",
        "type": "Annotation",
        "motivation": "identifying",
        "created": claim["published_at"],
        "body": [
            site.claim(claim["id"]),
            {
                "type": "TextualBody",
                "value": claim["wording"],
                "format": "text/plain",
                "purpose": "describing",
            },
        ],
        "target": {
            "type": "SpecificResource",
            "source": iri_to_uri(site.source(source)),
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": passage["exact"],
                    "prefix": passage["prefix"],
                    "suffix": passage["suffix"],
                },
                {"type": "TextPositionSelector", "start": passage["start"], "end": passage["end"]},
            ],
            "state": {"type": "TimeState", "cached": site.iri("sources_api:capture", passage["capture"])},
        },
    }
