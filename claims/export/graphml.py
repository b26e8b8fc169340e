"""GraphML: the claims as nodes, the links between two of them as edges from the answer to what it answers.

Whoever works on a dossier gets its proposed links too, as such. All edges are directed, since readers of GraphML
take no mixture; `symmetric` says which mean the same both ways.
"""

from collections.abc import Iterator
from typing import Any

from claims.export.asked import Asked
from claims.export.documents import ROWS, documents, in_blocks, one_moment
from claims.export.markup import element, fit
from claims.models import Link
from claims.relations import RIVAL, SYMMETRIC

NODE = (
    "wording", "kind", "status", "speaker", "side", "dossier", "matter", "date", "first_day", "contest", "standing",
    "url",
)  # fmt: skip
EDGE = {"relation": "string", "aspect": "string", "state": "string", "rival": "boolean", "symmetric": "boolean"}


def written(asked: Asked) -> Iterator[bytes]:
    return in_blocks(line.encode() + b"\n" for line in _lines(asked))


def _lines(asked: Asked) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    for name in NODE:
        yield _key("node", name, "string")
    for name, kind in EDGE.items():
        yield _key("edge", name, kind)
    yield '<graph id="claims" edgedefault="directed">'
    with one_moment():
        for claim in documents(asked.claims, asked.user):
            yield _node(asked, claim)
        for link in _edges(asked).iterator(chunk_size=ROWS):
            yield _edge(*link)
    yield "</graph>"
    yield "</graphml>"


def _key(of: str, name: str, kind: str) -> str:
    attributes: dict[str, Any] = {"id": f"{of}-{name}", "for": of, "attr.name": name, "attr.type": kind}
    return element("key", **attributes)


def _data(of: str, values: dict[str, Any]) -> str:
    return "".join(element("data", value, key=f"{of}-{name}") for name, value in values.items() if value != "")


def _node(asked: Asked, claim: dict[str, Any]) -> str:
    plain = ("wording", "kind", "status", "contest", "standing")
    values = {name: claim[name] for name in plain} | {
        "speaker": claim["speaker"]["name"],
        "side": claim["side"]["name"],
        "dossier": claim["dossier"]["name"],
        "matter": claim["matter"]["question"] if claim["matter"] else "",
        "date": claim["date"]["edtf"],
        "first_day": claim["date"]["first_day"],
        "url": asked.site.claim(claim["id"]),
    }
    return f'<node id="{claim["id"]}">{_data("node", values)}</node>'


def _edges(asked: Asked) -> Any:
    keys = asked.claims.order_by().values("pk")
    links = Link.objects.visible_to(asked.user).live().filter(answer__in=keys, target__in=keys)
    return links.order_by("pk").values_list("pk", "answer_id", "target_id", "relation", "aspect", "state")


def _edge(key: int, answer: int, target: int, relation: str, aspect: str, state: str) -> str:
    values = {
        "relation": relation,
        "aspect": aspect,
        "state": state,
        "rival": str(relation in RIVAL).lower(),
        "symmetric": str(relation in SYMMETRIC).lower(),
    }
    ends = f'source="{answer}" target="{target}"'
    return f'<edge id="{fit(key)}" {ends}>{_data("edge", values)}</edge>'
