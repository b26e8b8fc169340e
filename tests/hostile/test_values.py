"""Hostile dates, numbers and keys: each refused in words, or kept as it was meant; never half saved."""

import re
from decimal import Decimal

import pytest

from claims.models import Figure
from tests.hostile.forms import FORMS, HTMX, rows

# Dates

DATES = {
    "month 13": "2020-13-45",
    "all zeros": "0000-00-00",
    "five digits of year": "99999-01-01",
    "before Christ": "-2020",
    "29 February of no leap year": "2021-02-29",
    "ends before it begins": "2020-12-31/2020-01-01",
    "a set without end": "{" + ",".join(["2020"] * 30) + "}",
    "infinity": "infinity",
    "a script": '"><script>x1</script>',
}
DATED = {
    "log a claim": ("date", "dateline", "figures-0-period"),
    "edit a claim": ("date",),
    "add a figure": ("period",),
    "edit a figure": ("period",),
    "add a citation": ("dateline",),
    "add a source": ("dateline",),
    "edit a source": ("dateline",),
    "add a matter": ("date",),
    "edit a matter": ("date",),
    "say for whom somebody speaks": ("first_day", "last_day"),
}


@pytest.mark.parametrize("date", DATES.values(), ids=DATES)
def test_a_day_that_never_was_is_refused_in_words(date, here, emma):
    before = rows()

    # All are read by one reader: a few go into every field, each into one.
    for name, fields in DATED.items() if date in ("2020-13-45", "-2020") else [("add a matter", ("date",))]:
        for field in fields:
            answer = emma.post(FORMS[name].at(here), FORMS[name].filled(here, **{field: date}))

            assert answer.status_code == 400, (name, field)
            assert "<script>x" not in answer.text
    assert rows() == before


ASKED = {
    "/matters/{matter}/": ("as_of",),
    "/claims/": ("since", "until", "logged_since", "updated_since"),
    "/sources/": ("since", "until"),
}


@pytest.mark.parametrize("date", ["99999-01-01", '"><script>x1</script>'])
def test_a_list_says_that_a_day_never_was(date, here, emma):
    for address, names in ASKED.items():
        for name in names:
            answer = emma.get(address.format(**vars(here)), {name: date})

            assert answer.status_code == 400, (address, name)
            assert "<script>x" not in answer.text


# Numbers

NUMBERS = {
    "negative": "-1",
    "huge": "9" * 19,
    "beyond the column": "1000000000000000",
    "NaN": "NaN",
    "infinity": "Infinity",
    "1e400": "1e400",
    "an exponent of its own": "1e999999999",
    "nothing with a low exponent": "0e-999999999",
    "four decimals": "0.0001",
    "superscript": "9²",
    "thousands of digits": "9" * 5000,
    "a script": '"><script>x1</script>',
}
COUNTED = {"log a claim": "figures-0-number", "add a figure": "number", "edit a figure": "number"}


@pytest.mark.parametrize(
    ("name", "number"),
    [
        *(("add a figure", number) for number in NUMBERS),
        *((name, n) for name in ("log a claim", "edit a figure") for n in ("NaN", "1e400")),
    ],
)
def test_what_is_no_count_is_refused_in_words(name, number, here, emma):
    form, field, before, number = FORMS[name], COUNTED[name], rows(), NUMBERS[number]
    bound, upto = field.replace("number", "bound"), field.replace("number", "upto")

    for sent in ({field: number}, {field: "1", bound: "range", upto: number}):
        answer = emma.post(form.at(here), form.filled(here, **sent))

        assert answer.status_code == 400
        assert "<script>x" not in answer.text
    assert rows() == before


MEANT = {
    "Arabic digits": ("١١٦٦", 1166),
    "Devanagari digits": ("१२३", 123),
    "a narrow space": ("1\u202f166", 1166),
    "none": ("0", 0),
    "minus none": ("-0", 0),
    "none with an exponent": ("0e999999999", 0),
    "the largest": ("999999999999999.999", Decimal("999999999999999.999")),
}


@pytest.mark.parametrize(("typed", "kept"), MEANT.values(), ids=MEANT)
def test_a_count_is_kept_as_it_was_meant(typed, kept, here, emma):
    form = FORMS["add a figure"]

    answer = emma.post(form.at(here), form.filled(here, number=typed))

    assert answer.status_code == 302
    assert Figure.objects.latest("pk").low == kept
    assert emma.get(answer.url).status_code == 200


REVISIONS = {"none": "", "zero": "0", "huge": str(10**30), "a word": "abc"}
READ = [name for name, form in FORMS.items() if "revision" in form.fields]


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_revision_that_nobody_read_changes_nothing(revision, here, emma):
    before = rows()

    for name in READ:
        if (name, revision) != ("grade a claim", "zero"):  # that is where nobody has graded it yet
            answer = emma.post(FORMS[name].at(here), FORMS[name].filled(here, revision=REVISIONS[revision]))

            assert answer.status_code in (400, 409), name
    assert rows() == before


# Keys

KEYS = {
    "zero": "0",
    "2**63": str(2**63),
    "10**30": str(10**30),
    "thousands of digits": "9" * 5000,
    "a word": "abc",
    "superscript": "²",
    "a script": '"><script>x1</script>',
}
STRANGE = {**KEYS, "minus one": "-1", "a way up": "../../etc/passwd", "a coded way up": "%2e%2e", "NUL": "1%00"}
ELSEWHERE = "another dossier’s"

#: Every field that names a row: form -> field -> what of another dossier it is tried with.
NAMING = {
    "log a claim": {
        "source_pk": "source",
        "source_choice": "source",
        "speaker_pk": "speaker",
        "speaker_choice": "speaker",
        "side": "side",
        "accused_side": "side",
        "matter_pk": "matter",
        "rival": "published",
        "cite": "published",
        "figures-0-affected_side": "side",
    },
    "edit a claim": {
        "speaker_pk": "speaker",
        "speaker_choice": "speaker",
        "side": "side",
        "accused_side": "side",
        "matter_pk": "matter",
    },
    "add a figure": {"affected_side": "side"},
    "edit a figure": {"affected_side": "side"},
    "add a citation": {"source_pk": "source"},
    "add a speaker": {"side": "side"},
    "say for whom somebody speaks": {"side": "side"},
    "merge speakers": {"other": "speaker"},
    "record a response": {"side": "side"},
    "propose a link": {"answer_figure": "figure", "target_figure": "figure"},
    "give somebody a role": {"user": "nobody"},
    "open a dossier": {"editors": "reporter"},
}
#: What has to stand beside a field for it to be asked.
BESIDE = {
    "accused_side": {"kind": "accusation"},
    "answer_figure": {"relation": "part_of"},
    "target_figure": {"relation": "part_of"},
    "source_choice": {"source": "Row over the dam", "source_asked": "Row over the dam", "dateline": "30 Oct 2020"},
}


@pytest.mark.parametrize(
    ("name", "key"),
    [
        *(("log a claim", key) for key in KEYS if key != "2**63"),
        *((name, key) for name in NAMING for key in ("2**63", ELSEWHERE)),
    ],
)
def test_a_row_that_is_none_of_the_dossiers_is_refused_in_words(name, key, here, elsewhere, emma):
    form, before = FORMS[name], rows()

    for field, noun in NAMING[name].items():
        sent = BESIDE.get(field, {}) | {field: KEYS.get(key) or str(getattr(elsewhere, noun, "0"))}
        answer = emma.post(form.at(here), form.filled(here, **sent))

        assert answer.status_code in (400, 404), field
        assert "<script>x" not in answer.text
        assert rows() == before, field


OF_A_ROW = {name: form for name, form in FORMS.items() if "{" in form.address}


@pytest.mark.parametrize("name", OF_A_ROW)
def test_a_form_of_another_dossier_is_not_there(name, elsewhere, emma):
    form, before = FORMS[name], rows()

    assert emma.post(form.at(elsewhere), form.filled(elsewhere)).status_code == 404
    assert emma.get(form.at(elsewhere)).status_code in (404, 405)
    assert rows() == before


@pytest.mark.parametrize("key", STRANGE.values(), ids=STRANGE)
def test_an_address_with_a_strange_key_leads_nowhere(key, here, emma):
    before = rows()

    for address in {re.sub("{.*?}", key, form.address, count=1) for form in OF_A_ROW.values()}:
        assert emma.post(address.format(**vars(here)), headers=HTMX).status_code in (400, 404), address
    assert rows() == before


@pytest.mark.parametrize("key", [*KEYS, ELSEWHERE])
def test_a_form_is_not_filled_in_from_a_strange_row(key, here, elsewhere, emma):
    named = {"source": elsewhere.source, "matter": elsewhere.matter, "speaker": elsewhere.speaker}

    for name, row in (named | {"rival": elsewhere.published}).items():
        assert emma.get(f"/dossiers/{here.dossier}/log/", {name: KEYS.get(key, row)}).status_code == 404, name


@pytest.mark.parametrize("key", ["10**30", ELSEWHERE])
def test_a_list_of_what_a_strange_row_has_is_empty_or_refused(key, here, elsewhere, emma):
    for address, names in {
        "/claims/": ("dossier", "side", "speaker", "matter", "kind", "status", "relation", "sort"),
        "/speakers/": ("dossier", "side", "kind"),
        "/sources/": ("dossier", "publisher", "kind"),
    }.items():
        for name in names:
            answer = emma.get(address, {name: KEYS.get(key, getattr(elsewhere, name, "x"))})

            assert answer.status_code == 400, (address, name)
            assert "<script>x" not in answer.text
    for address in ("/review/?at=", "/review/?after=", "/review/links/?at=", "/review/links/?after="):
        assert emma.get(f"{address}{KEYS.get(key, elsewhere.claim)}", follow=True).status_code == 200, address
    for address in (f"/speakers/{here.speaker}/merge/?other=", f"/claims/{here.claim}/link/?side="):
        assert emma.get(f"{address}{KEYS.get(key, elsewhere.speaker)}").status_code in (200, 404), address
