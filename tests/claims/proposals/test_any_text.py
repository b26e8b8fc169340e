"""Whatever a text says, and whatever was found in it, a form comes out and its places lie in the text."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.proposals.filling import fill
from sources.attribution.statements import Span, Statement
from tests.claims.proposals.dossiers import dossier

KINDS = ["assertion", "denial", "accusation", "admission", "withheld", "demand", "refusal", "opinion", "prediction"]
WORDS = st.sampled_from(
    ["Azerbaijan", "Armenian", "officials", "the", "of", "to", "denied", "shelling", "“lies”", "90", "civilians",
     "killed", "last", "week", "each", "other", "Thursday", ".", ",", "\n", "that", "it", "their", "not", "was", "ﬁ",
     "İ", "’s"]
)  # fmt: skip
TEXTS = st.one_of(st.lists(WORDS, min_size=1, max_size=40).map(" ".join), st.text(min_size=1, max_size=120))


@st.composite
def read(draw):
    text = draw(TEXTS)

    def span():
        start = draw(st.integers(0, len(text) - 1))
        return Span(start, draw(st.integers(start + 1, len(text))))

    count = draw(st.integers(1, 4))
    statements = [
        Statement(
            source=tuple(span() for _ in range(draw(st.integers(0, 1)))),
            cue=tuple(span() for _ in range(draw(st.integers(0, 1)))),
            content=(span(),),
            kind=draw(st.sampled_from(KINDS)),
            quote=draw(st.sampled_from(["direct", "mixed", "paraphrase"])),
            speaker=draw(st.sampled_from(["", "Armenian officials", "Anna Naghdalyan", "the", "İ", text[:40]])),
            denial=draw(st.booleans()),
            accusation=draw(st.booleans()),
            places=tuple(span() for _ in range(draw(st.integers(0, 1)))),
            answers=draw(st.sampled_from([None, *range(count)])),
        )
        for _ in range(count)
    ]
    return text, statements


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(read())
def test_a_form_comes_out_of_anything(found):
    text, statements = found

    for form in fill(text, statements, dossier()):
        assert all(0 <= span.start < span.end <= len(text) for span in (form.passage, *form.marks))
        assert len(form.wording) <= 2000
        assert all(rival.position != form.position for rival in form.rivals)
