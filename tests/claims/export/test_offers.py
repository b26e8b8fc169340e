"""What the pages offer leads to what is asked for, filters and all."""

import re
from html import unescape

import pytest

pytestmark = pytest.mark.django_db


def offered(page: str) -> list[str]:
    menu = page.partition('<details class="menu export">')[2].partition("</details>")[0]
    return [unescape(href) for href in re.findall(r'<a href="([^"]+)"', menu)]


def test_the_list_offers_every_format_with_its_filters(statements, client_of, reader, north):
    client = client_of(reader)

    page = client.get(f"/claims/?side={north.pk}&q=dam&sort=oldest").content.decode()

    assert len(offered(page)) == 9
    for href in offered(page):
        answer = client.get(href)
        assert answer.status_code == 200
        assert href.endswith(f"&q=dam&side={north.pk}")
    assert page.count('<link rel="alternate" type="application/atom+xml"') == 2


def test_a_narrowed_list_that_htmx_swaps_in_offers_the_narrowed_export(statements, client_of, reader, north):
    headers = {"HX-Request": "true", "HX-Target": "claim-list", "HX-Current-URL": "http://testserver/claims/"}

    page = client_of(reader).get(f"/claims/?side={north.pk}", headers=headers).content.decode()

    assert all(href.endswith(f"side={north.pk}") for href in offered(page))


def test_a_list_that_cannot_be_read_offers_nothing(client, db):
    assert offered(client.get("/claims/?side=x").content.decode()) == []


@pytest.mark.parametrize("thing", ["dossier", "matter"])
def test_a_dossier_and_a_matter_offer_their_own(thing, statements, dossier, matter, client_of, reader):
    client, key = client_of(reader), {"dossier": dossier.pk, "matter": matter.pk}[thing]

    page = client.get({"dossier": f"/dossiers/{key}/", "matter": f"/matters/{key}/"}[thing]).content.decode()

    assert len(offered(page)) == 9
    assert all(href.endswith(f"{thing}={key}") for href in offered(page))
    assert b"The dam was opened." in b"".join(client.get(offered(page)[0]))


def test_a_published_claim_leads_to_its_data(statements, client_of, reporter):
    client = client_of(reporter)
    published = client.get(f"/claims/{statements['first'].pk}/").content.decode()
    draft = client.get(f"/claims/{statements['draft'].pk}/").content.decode()

    address = f"/claims/{statements['first'].pk}/export/?format=jsonld"
    assert published.count(f'href="{address}"') == 2
    assert published.count(f'href="/api/v1/claims/{statements["first"].pk}/"') == 2
    assert "jsonld" not in draft
    assert b'"@type":"Claim"' in b"".join(client.get(address))
