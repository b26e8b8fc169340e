"""A client that a public generator makes of the OpenAPI document: it pulls all claims, logs one and links it."""

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.test import Client

from claims.models import Claim, Link
from config.api.schema import document
from tests import factories
from tests.program import token_of


class InProcess(httpx.BaseTransport):
    """Asks the site without a network."""

    def handle_request(self, request):
        headers = {name: value for name, value in request.headers.items() if name not in ("host", "content-length")}
        target, body = request.url.raw_path.decode(), request.read()
        media_type = headers.get("content-type", "")
        answer = Client().generic(request.method, target, body, content_type=media_type, headers=headers)
        return httpx.Response(answer.status_code, headers=dict(answer.items()), content=answer.content)


@pytest.fixture
def generated(tmp_path, monkeypatch):
    """Modules of the generated package, by their dotted name: `generated("api.claims.list_claims")`."""
    (tmp_path / "openapi.json").write_text(json.dumps(document()))
    generator = Path(sys.executable).with_name("openapi-python-client")
    made = subprocess.run(
        [generator, "generate", "--path", "openapi.json", "--meta", "none", "--output-path", "made_client"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    # Nobody's generator knows NDJSON; everything else must come out.
    warned = [line for line in (made.stdout + made.stderr).splitlines() if line.startswith("WARNING")]
    assert all("/claims/ within dossiers" in line for line in warned), warned
    monkeypatch.syspath_prepend(tmp_path)
    yield lambda name: import_module(f"made_client.{name}")
    for name in [name for name in sys.modules if name.startswith("made_client")]:
        del sys.modules[name]


def test_a_generated_client_pulls_all_claims_logs_one_and_links_it(generated, reporter, dossier, north, south, source):
    for _ in range(3):
        factories.make_claim(dossier, side=north, by=reporter, figures=[{}], status=Claim.Status.PUBLISHED)
    client = generated("client").AuthenticatedClient(
        base_url="http://testserver",
        token=token_of(reporter),
        raise_on_unexpected_status=True,
        httpx_args={"transport": InProcess()},
    )
    models = generated("models")

    pulled, cursor = [], None
    while cursor is not None or not pulled:
        more = {"cursor": cursor} if cursor else {}
        page = generated("api.claims.list_claims").sync(client=client, limit=2, **more)
        assert not isinstance(page, models.Problem), page
        pulled += page.results
        cursor = parse_qs(urlsplit(page.next_ or "").query).get("cursor", [None])[0]
    logged = generated("api.claims.log_claim").sync(
        client=client,
        body=models.NewClaim(
            dossier=dossier.pk,
            speaker=models.SpeakerMeant(name="The southern ministry"),
            side=south.pk,
            kind=models.NewClaimKind.DENIAL,
            wording="Nothing of this happened.",
            citation=models.CitationFields(source=source.pk, words="Nothing happened."),
            submit=True,
        ),
        idempotency_key="one",
    )
    link = generated("api.links.propose_link").sync(
        client=client,
        body=models.NewLink(
            answer=logged.id,
            target=pulled[0].id,
            relation=models.NewLinkRelation.DENIES,
            aspect=models.NewLinkAspect.FACT,
        ),
    )

    assert {claim.id for claim in pulled} == set(Claim.objects.exclude(pk=logged.id).values_list("pk", flat=True))
    assert pulled[0].figures[0].low == 90
    assert logged.date.reasoning == "The dateline of the source."
    assert link.state == "proposed"
    assert Link.objects.get().answer_id == logged.id
