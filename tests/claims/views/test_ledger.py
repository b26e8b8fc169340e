"""The page of a matter."""

import re

import pytest

from claims.models import Claim, Link
from tests.factories import day, make_claim, make_dossier, make_link, make_matter, make_side

PUBLISHED, CONFIRMED = Claim.Status.PUBLISHED, Link.State.CONFIRMED


def shown(client, matter, query="", status=200):
    response = client.get(f"/matters/{matter.pk}/{query}")
    assert response.status_code == status
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def four_apart(dossier, matter):
    """Four statements that nothing ties, each of a side of its own."""
    return [make_claim(side=make_side(dossier), matter=matter, status=PUBLISHED) for _ in range(4)]


def test_the_tie_says_who_answers_whom(client_of, matter, north, south, reader):
    claim, denial = (make_claim(side=side, matter=matter, status=PUBLISHED) for side in (north, south))
    make_link(denial, claim, relation="denies", state=CONFIRMED)

    text = shown(client_of(reader), matter)

    assert 'class="relation denies confirmed to-left"' in text
    assert re.search(rf"{denial.speaker.name} </span>denies<span class=\"sr\"> {claim.speaker.name}", text)
    assert '<span class="pill denied">denied</span>' in text


def test_a_proposed_tie_says_so_and_is_not_counted(client_of, matter, north, south, reporter, reader):
    claim, denial = (make_claim(side=side, matter=matter, status=PUBLISHED) for side in (north, south))
    make_link(denial, claim, relation="denies")

    working, reading = shown(client_of(reporter), matter), shown(client_of(reader), matter)

    assert 'class="relation denies proposed to-left"' in working
    assert "<small>proposed</small>" in working
    assert "pill no_rival_known" in working
    assert "relation denies" not in reading


def test_an_empty_cell_says_so_and_offers_to_fill_it_to_those_who_may(
    client_of, matter, north, south, reporter, reader
):
    claim = make_claim(side=north, matter=matter, kind="accusation", accused_side=south, status=PUBLISHED)

    working, reading = shown(client_of(reporter), matter), shown(client_of(reader), matter)

    assert "No statement found" in reading
    assert "Find a rival" not in reading
    assert f'href="/claims/{claim.pk}/link/"' in working
    log = f"/dossiers/{matter.dossier_id}/log/?matter={matter.pk}&amp;rival={claim.pk}&amp;side={south.pk}"
    assert f'href="{log}"' in working


def test_sides_that_say_nothing_are_named_in_one_line_as_well(client_of, matter, four_apart, reporter, reader):
    claim = four_apart[0]

    working, reading = shown(client_of(reporter), matter), shown(client_of(reader), matter)

    lines = re.findall(r'<td class="silence">(.*?)</td>', reading)
    assert len(lines) == 4
    assert all(other.side.name in lines[0] for other in four_apart[1:])
    assert claim.side.name not in lines[0]
    assert "Find a rival" not in lines[0]
    line = re.search(r'<td class="silence">(.*?)</td>', working).group(1)
    assert f'href="/dossiers/{matter.dossier_id}/log/?matter={matter.pk}&amp;rival={claim.pk}"' in line


def test_one_side_that_says_nothing_needs_no_line_of_its_own(client_of, matter, north, south, reader):
    for side in (north, south):
        make_claim(side=side, matter=matter, status=PUBLISHED)

    assert 'class="silence"' not in shown(client_of(reader), matter)


def test_a_withheld_cell_leads_to_the_claim_that_withholds(client_of, matter, north, south, reader):
    make_claim(side=north, matter=matter, figures=[{"value": 39}], status=PUBLISHED)
    make_claim(side=north, matter=matter, figures=[{"value": 41}], status=PUBLISHED)
    kept = make_claim(
        side=south, matter=matter, kind="withheld", figures=[{"bound": "withheld"}], status=PUBLISHED,
        wording="South does not say how many.",
    )  # fmt: skip

    text = shown(client_of(reader), matter)

    assert "<strong>Withheld</strong>" in text
    assert text.count(f'href="/claims/{kept.pk}/">South does not say how many.') >= 2


def test_the_ledger_can_be_read_as_of_a_day(client_of, matter, north, south, reader):
    make_claim(side=north, matter=matter, status=PUBLISHED, wording="The dam was opened.", **day("2020-10-01"))
    make_claim(side=south, matter=matter, status=PUBLISHED, wording="It stayed shut.", **day("2020-10-20"))

    for words in ("?as_of=2020-10-05", "?as_of=5+Oct+2020", "?as_of=2020-10-01/2020-10-05"):
        text = shown(client_of(reader), matter, words)
        assert "The dam was opened." in text
        assert "It stayed shut." not in text
        assert "5 Oct 2020" in text


@pytest.mark.parametrize("words", ["2020-13-45", "never", "0", "'; DROP TABLE claims_claim; --", "9" * 300])
def test_a_day_that_cannot_be_read_is_said_beside_its_field(client_of, matter, north, reader, words):
    make_claim(side=north, matter=matter, status=PUBLISHED, wording="The dam was opened.")

    response = client_of(reader).get(f"/matters/{matter.pk}/", {"as_of": words})

    assert response.status_code == 400
    assert response.context["form"].errors["as_of"]
    assert "The dam was opened." in response.content.decode()


def test_no_statement_yet_is_said_to_each_as_they_can_act_on_it(client_of, matter, reporter, reader):
    assert f'href="/dossiers/{matter.dossier_id}/log/?matter={matter.pk}"' in shown(client_of(reporter), matter)
    assert "Nothing is published here yet" in shown(client_of(reader), matter)
    assert "Nothing had been said yet" in shown(client_of(reader), matter, "?as_of=1999")


def test_anybody_reads_the_ledger_of_a_public_dossier(client, editor):
    dossier = make_dossier(editors=[editor], visibility="public")
    matter = make_matter(dossier)
    make_claim(side=make_side(dossier), matter=matter, status=PUBLISHED, wording="The dam was opened.")
    make_claim(side=make_side(dossier), matter=matter, wording="Not for everybody.")

    text = shown(client, matter)

    assert "The dam was opened." in text
    assert "Not for everybody." not in text


def test_a_matter_of_a_closed_dossier_is_not_there_for_others(client, client_of, matter, outsider):
    shown(client, matter, status=404)
    shown(client_of(outsider), matter, status=404)


def test_what_people_typed_is_never_markup(client_of, dossier, north, south, editor):
    evil = "<script>alert(1)</script>"
    matter = make_matter(dossier, question=f"{evil}?", place=evil, note=evil)
    claim = make_claim(
        side=north, matter=matter, wording=evil, own_words=evil, office=evil, status=PUBLISHED,
        figures=[{"quantity": evil, "population": "<i>", "value": 3}, {"quantity": evil, "value": 4}],
    )  # fmt: skip
    make_link(make_claim(side=south, matter=matter, wording=evil, status=PUBLISHED), claim, relation="denies")

    for address in (f"/matters/{matter.pk}/", f"/dossiers/{dossier.pk}/", f"/claims/?matter={matter.pk}", "/?all"):
        response = client_of(editor).get(address)
        assert response.status_code == 200
        assert evil not in response.content.decode()
