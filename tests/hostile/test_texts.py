"""Hostile text in every field of every form: kept faithfully and shown as text, or refused in words."""

import html
from dataclasses import replace

import pytest

from claims.models import Claim
from sources.models import Capture
from tests.hostile.forms import FORMS, rows

MEGABYTE = "x" * 1_000_000
WITH_TEXTS = [name for name, form in FORMS.items() if form.texts]


def script(number: int) -> str:
    """Breaks out of an attribute, and runs, where a page forgets to escape it."""
    return f'"><script>x{number}</script>'


def saved(form, here, client, **changes):
    """Send the form, which must be taken; the pages that show what it holds."""
    answer = client.post(form.at(here), form.filled(here, **changes))
    assert answer.status_code == 302, [form.errors for form in _forms_of(answer)] or answer.text
    return [client.get(page.format(after=answer.url, **vars(here))) for page in form.pages]


def _forms_of(answer):
    context = answer.context or {}
    return [found for name in ("form", "why", "invitation", "capture_form") if (found := context.get(name))]


@pytest.mark.parametrize("name", WITH_TEXTS)
def test_a_script_is_kept_as_text_and_never_runs(name, here, emma):
    form = FORMS[name]
    scripts = {field: script(number) for number, field in enumerate(form.texts)}
    if "speaker" in scripts:
        scripts["speaker_asked"] = scripts["speaker"]

    pages = saved(form, here, emma, **scripts)

    assert [page.status_code for page in pages] == [200] * len(pages)
    told = "".join(page.text for page in pages)
    assert "<script>x" not in told
    assert [field for field in form.texts if html.escape(scripts[field]) not in told] == []


@pytest.mark.parametrize("name", WITH_TEXTS)
def test_a_megabyte_is_refused_in_words_or_kept_whole(name, here, emma):
    form, before = FORMS[name], rows()
    scripts = {field: script(number) for number, field in enumerate(form.texts)}

    for field in form.texts:
        answer = emma.post(form.at(here), form.filled(here, **scripts | {field: MEGABYTE}))

        if field == "text":
            assert Capture.objects.filter(text=MEGABYTE).exists()
            continue
        assert answer.status_code == 400, field
        assert "character" in answer.text, field
        assert MEGABYTE in answer.text, f"{field} was lost"
        assert "<script>x" not in answer.text, field
        assert rows() == before, field


@pytest.mark.parametrize("name", FORMS)
def test_what_cannot_be_stored_is_refused_before_anything_is_saved(name, here, emma):
    form, before = FORMS[name], rows()

    for field in form.fields:
        answer = emma.post(form.at(here), form.filled(here, **{field: "a\0b"}), headers={"HX-Request": "true"})

        assert answer.status_code == 400, field
        assert "cannot be stored" in answer.text, field
    assert rows() == before


FAITHFUL = {
    "right-to-left override": "He said \u202eelbuort\u202c and left",
    "isolates left open": "He said \u2067 \u2066 \u2068 and left",
    "combining marks": "Z\u0351\u036b\u0343a\u0363\u0368l\u0368g\u0327o\u0321 was there",
    "decomposed beside composed": "S\u0327us\u0327a \u00e9 e\u0301",
    "emoji of several parts": "👩🏽‍🚒 met 🏴󠁧󠁢󠁳󠁣󠁴󠁿 and 👨‍👩‍👧‍👦",
    "beyond the basic plane": "𒀱 𓂀 🜁 𠜎",
    "zero width": "in\u200bvis\u200cib\u200dle\u2060 ink\ufeff here",
    "control characters": "bell \x07 escape \x1b[31m unit \x1f end",
    "non-characters": "\ufffe and \uffff and \U0010ffff end",
    "escaped surrogate": 'as JSON has it: "\\ud800" and &#xd800;',
    "markup of templates": "{{ 7|add:7 }} {% debug %} {# gone #} ${7*7} <%= 7 %>",
    "sql": "Robert'); DROP TABLE claims_claim; -- %s %(name)s",
    "formula of a spreadsheet": "=HYPERLINK(\"http://evil.example\"; 'click')",
    "entities": "&lt;b&gt; &amp;amp; &#0; &nbsp; end",
    "html comment": "<!-- --> ]]> <![CDATA[ </textarea></title></script> end",
    "backslashes": "C:\\new\\table \\' \\\" \\0 \\x00 end",
    "format of Python": "{0.__class__} %(x)s {user.password} end",
}


@pytest.mark.parametrize("text", FAITHFUL.values(), ids=FAITHFUL)
def test_odd_text_is_kept_to_the_letter(text, here, nora):
    form = replace(FORMS["log a claim"], pages=("{after}",))

    (page,) = saved(
        form, here, nora, wording=text, own_words=text, passage=text, origin=text, office=text, source=f"In: {text}",
        speaker=f"By: {text}", speaker_asked=f"By: {text}", matter=f"About: {text}?",
    )  # fmt: skip

    claim = Claim.objects.latest("pk")
    passage = claim.citations.get().passage
    kept = [claim.wording, claim.own_words, claim.office, passage.exact, passage.capture.text]
    assert [words for words in kept if words != text] == []
    assert claim.citations.get().origin == text
    assert passage.capture.source.title == f"In: {text}"
    assert claim.speaker.name == f"By: {text}"
    assert claim.matter.question == f"About: {text}?"
    assert html.escape(text) in page.text


@pytest.mark.parametrize("name", ["right-to-left override", "non-characters", "control characters", "html comment"])
def test_a_whole_text_is_kept_to_the_letter(name, here, emma):
    text = FAITHFUL[name]
    (page,) = saved(FORMS["keep a text"], here, emma, text=f"  {text}\r\n\r\n{text}  ")

    assert Capture.objects.latest("pk").text == f"  {text}\n\n{text}  "
    assert html.escape(text) in page.text


@pytest.mark.parametrize(
    "body",
    [b"wording=%ED%A0%80", b"wording=%ED%A0%BD%ED%B8%80", b"wording=%FF%FE", b"wording=\xed\xa0\x80", b"%ED%A0%80=x"],
    ids=["half a pair", "both halves", "no UTF-8", "raw bytes", "in a name"],
)
def test_half_a_surrogate_pair_is_refused_or_replaced_and_breaks_nothing(body, here, emma):
    form, before = FORMS["log a claim"], rows()

    answer = emma.post(form.at(here), body, content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 400
    assert "\ud800" not in answer.text
    assert rows() == before


ENDLESS = {
    "a megabyte": MEGABYTE,
    "a number": "9" * 5000 + " civilians were killed",
    "figures": "At least 90 civilians were killed and 392 injured. " * 4000,
    "brackets": "(" * 20_000,
    "words of number": "hundred thousand million " * 4000,
    "spaces": " \t\u00a0\u2003" * 5000,
    "patterns": "%_%\\ .* (a+)+$ [^ " * 1000,
}
SEARCHED = {"a script": script(1), "combining marks": FAITHFUL["combining marks"], **ENDLESS}
SEARCHES = ("/claims/", "/speakers/", "/sources/", "/claims/{claim}/link/", "/speakers/{speaker}/merge/")
ASKED = {
    "suggest/speakers/": ("speaker", "date", "dateline", "asked"),
    "suggest/spoke-for/": ("speaker", "date", "dateline"),
    "suggest/matters/": ("matter",),
    "suggest/sources/": ("source",),
    "read-date/": ("date", "dateline", "uncertain"),
}
SENT = {
    "suggest/duplicates/": ("wording", "claim"),
    "read-figures/": ("passage", "wording", "figures-total", "figures-0-was"),
    "guess-kind/": ("cue", "wording", "passage", "kind", "kind_guess"),
}


@pytest.mark.parametrize("text", SEARCHED.values(), ids=SEARCHED)
def test_help_while_typing_takes_any_text(text, here, emma):
    desk = f"/dossiers/{here.dossier}/"

    answers = [emma.get(desk + path, dict.fromkeys(fields, text)) for path, fields in ASKED.items()]
    answers += [emma.post(desk + path, dict.fromkeys(fields, text)) for path, fields in SENT.items()]

    assert {answer.status_code for answer in answers} <= {200, 204}
    assert not any("<script>x" in answer.text for answer in answers)


@pytest.mark.parametrize("text", SEARCHED.values(), ids=SEARCHED)
def test_a_search_takes_any_text(text, here, emma):
    answers = [emma.get(address.format(**vars(here)), {"q": text}) for address in SEARCHES]

    assert {answer.status_code for answer in answers} <= {200, 400}
    assert not any("<script>x" in answer.text for answer in answers)


@pytest.mark.parametrize(("before", "status"), [(19_900, 200), (20_000, 204)])
def test_figures_are_read_only_as_far_as_a_passage_may_go(before, status, here, emma):
    text = " " * before + "At least 90 civilians were killed."

    assert emma.post(f"/dossiers/{here.dossier}/read-figures/", {"passage": text}).status_code == status
