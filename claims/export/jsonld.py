"""JSON-LD 1.1 (W3C), one document with its context inside: schema.org's words, ours, and CiTO's beside ours.

Published claims only, whoever asks. A `Claim` is what somebody said; a `ClaimReview` stands only where an editor
graded it. Confirmed links stand at both ends, as the same triple: a claim keeps its rivals whatever was filtered.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import orjson
from django.utils.encoding import iri_to_uri

from claims.export.asked import Asked
from claims.export.documents import documents, in_blocks
from claims.export.site import Site
from claims.export.terms import CITO, IN_CITO
from claims.relations import Relation

EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"

_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_SPEAKERS = {"person": "Person", "organisation": "Organization"}  # an unnamed group is neither
_SOURCES = {"article": "Article", "post": "SocialMediaPosting"}


def written(asked: Asked) -> Iterator[bytes]:
    return in_blocks(_document(asked))


def _document(asked: Asked) -> Iterator[bytes]:
    yield b'{"@context":%s,"@graph":[' % orjson.dumps(context(asked.site))
    between = b"\n"
    for claim in documents(asked.claims.published(), asked.user):
        for node in nodes(asked.site, claim):
            yield between + orjson.dumps(node)
            between = b",\n"
    yield b"\n]}\n"


def context(site: Site) -> dict[str, Any]:
    """What the keys mean. Nothing has to be fetched to read them."""
    relations = [*(f"cc:{relation}" for relation in Relation.values), *(f"cito:{name}" for name in IN_CITO.values())]
    return {
        "@version": 1.1,
        "@vocab": "https://schema.org/",
        "cc": site.terms,
        "cito": CITO,
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "url": {"@type": "@id"},
        **{name: {"@type": "Date"} for name in ("dateCreated", "datePublished", "sdDatePublished")},
        **{f"cc:{name}": {"@type": EDTF} for name in ("said", "period")},
        **{f"cc:{name}": {"@type": "xsd:date"} for name in ("firstDay", "lastDay")},
        **{name: {"@type": "@id"} for name in sorted(set(relations))},
    }


def nodes(site: Site, claim: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The claim, and the assessment of it if there is one, without what is not known."""
    date, matter = claim["date"], claim["matter"]
    yield _known(
        {
            "@id": site.claim(claim["id"]),
            "@type": "Claim",
            "text": claim["wording"],
            "url": site.claim(claim["id"]),
            "author": _known(
                {
                    "@id": site.iri("sources:speaker", claim["speaker"]["id"]),
                    "@type": _SPEAKERS.get(claim["speaker"]["kind"]),
                    "name": claim["speaker"]["name"],
                }
            ),
            "about": matter
            and {"@id": site.iri("claims:ledger", matter["id"]), "@type": "Question", "name": matter["question"]},
            "dateCreated": date["first_day"] if date["first_day"] == date["last_day"] else None,
            "sdDatePublished": claim["published_at"][:10],
            "appearance": [*{one["source"]["id"]: _source(site, one) for one in claim["citations"]}.values()],
            "cc:side": _side(site, claim, claim["side"]),
            "cc:accusedSide": claim["accused_side"] and _side(site, claim, claim["accused_side"]),
            "cc:office": claim["office"],
            "cc:kind": claim["kind"],
            "cc:ownWords": _in_language(claim["own_words"], claim["language"]),
            "cc:translation": claim["translation"],
            "cc:said": date["edtf"],
            "cc:firstDay": date["first_day"],
            "cc:lastDay": date["last_day"],
            "cc:contest": claim["contest"],
            "cc:standing": claim["standing"],
            "cc:unanswered": claim["unanswered"],
            "cc:figure": [_figure(site, claim, figure) for figure in claim["figures"]],
        }
        | _links(site, claim)
    )
    if claim["grading"]:
        yield _review(site, claim)


def _known(node: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}


def _side(site: Site, claim: dict[str, Any], side: dict[str, Any]) -> dict[str, Any]:
    return {"@id": site.side(claim["dossier"]["id"], side["id"]), "name": side["name"]}


def _in_language(words: str, language: str) -> str | dict[str, str]:
    return {"@value": words, "@language": language} if words and _LANGUAGE.fullmatch(language) else words


def _source(site: Site, citation: dict[str, Any]) -> dict[str, Any]:
    source, publisher = citation["source"], citation["publisher"]
    return _known(
        {
            "@id": iri_to_uri(site.source(source)),
            "@type": _SOURCES.get(source["kind"], "CreativeWork"),
            "name": source["title"],
            "inLanguage": source["language"],
            "datePublished": source["first_day"] if source["first_day"] == source["last_day"] else None,
            "publisher": publisher and {"@type": "Organization", "name": publisher["name"]},
        }
    )


def _figure(site: Site, claim: dict[str, Any], figure: dict[str, Any]) -> dict[str, Any]:
    low, high = figure["low"], figure["high"]
    return _known(
        {
            "@id": f"{site.claim(claim['id'])}#figure-{figure['id']}",
            "@type": "QuantitativeValue",
            "name": figure["quantity"],
            **({"value": low} if low == high else {"minValue": low, "maxValue": high}),
            "unitText": figure["unit"],
            "description": figure["words"],
            "cc:bound": figure["bound"],
            "cc:population": figure["population"],
            "cc:affectedSide": figure["affected_side"] and _side(site, claim, figure["affected_side"]),
            "cc:place": figure["place"],
            "cc:period": figure["period"],
            "cc:cumulative": figure["cumulative"],
        }
    )


def _links(site: Site, claim: dict[str, Any]) -> dict[str, Any]:
    out: dict[str, list[str]] = defaultdict(list)
    back: dict[str, list[str]] = defaultdict(list)
    for tie in [*claim["rivals"], *claim["links"]]:
        if tie["state"] != "confirmed" or tie["claim"]["status"] != "published":
            continue
        ends, other = (out if tie["direction"] == "out" else back), site.claim(tie["claim"]["id"])
        ends[f"cc:{tie['relation']}"].append(other)
        if beside := IN_CITO.get(tie["relation"]):
            ends[f"cito:{beside}"].append(other)
    return {**out, "@reverse": dict(back)}


def _review(site: Site, claim: dict[str, Any]) -> dict[str, Any]:
    grading = claim["grading"]
    return {
        "@id": f"{site.claim(claim['id'])}#grading",
        "@type": "ClaimReview",
        "url": f"{site.claim(claim['id'])}#grading",
        "itemReviewed": {"@id": site.claim(claim["id"])},
        "claimReviewed": claim["wording"],
        "datePublished": grading["graded_at"][:10],
        "reviewRating": {
            "@type": "Rating",
            "alternateName": grading["grade"],
            "ratingExplanation": grading["explanation"],
        },
        "author": {"@id": f"{site.origin}/", "@type": "Organization", "name": "The newsroom of this ledger"},
    }
