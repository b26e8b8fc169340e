"""The columns of a table of statements: those of the CSV export, where they mean something elsewhere."""

#: A column -> where it stands in a statement as programs send it (`ClaimEntry`).
CLAIM = {
    "speaker": "speaker.name",
    "speaker_kind": "speaker.kind",
    "office": "office",
    "side": "side",
    "kind": "kind",
    "accused_side": "accused_side",
    "wording": "wording",
    "own_words": "own_words",
    "language": "language",
    "translation": "translation",
    "date": "date",
    "date_uncertain": "uncertain",
    "matter": "matter.question",
}
CITATION = {
    "source": "citation.source.title",
    "source_url": "citation.source.url",
    "publisher": "citation.source.publisher",
    "source_kind": "citation.source.kind",
    "dateline": "citation.source.dateline",
    "passage": "citation.words",
    "cue": "citation.cue",
    "direct": "citation.direct",
    "origin": "citation.origin",
}
FIGURE = (
    "quantity", "population", "affected_side", "place", "period", "cumulative", "bound", "low", "high", "unit", "words",
)  # fmt: skip
MOST_FIGURES = 9
#: “low” is of the first figure, “low_2” of the second.
FIGURES = {
    f"{name}{f'_{at + 1}' if at else ''}": f"figures.{at}.{name}" for at in range(MOST_FIGURES) for name in FIGURE
}
#: All figures in one cell, as an export writes them; and what the export says of the claim's state.
PACKED, STATUS = "figures", "status"
PATHS = CLAIM | CITATION | FIGURES
COLUMNS = {*PATHS, PACKED, STATUS}
NEEDED = ("speaker", "wording")
TEMPLATE = (*CLAIM, *CITATION, *FIGURE)
EXAMPLE = {
    "speaker": "Ministry of Defence",
    "speaker_kind": "organisation",
    "side": "North",
    "kind": "assertion",
    "wording": "Two boats were stopped.",
    "own_words": "We stopped two boats.",
    "language": "en",
    "date": "2020-10-28",
    "matter": "Were two boats stopped?",
    "source": "Two boats stopped, ministry says",
    "source_url": "https://news.example/boats",
    "publisher": "The Daily Ledger",
    "source_kind": "article",
    "dateline": "2020-10-29",
    "passage": "“We stopped two boats,” the ministry said.",
    "cue": "said",
    "direct": "true",
    "quantity": "stopped",
    "bound": "exact",
    "low": "2",
    "unit": "boats",
}

#: Columns with whole sentences in them.
LONG = {"wording", "own_words", "translation", "passage", PACKED}

#: Parts of a statement that no column has by itself -> the column where what is wrong with them is said.
PARTS = {
    "speaker": "speaker",
    "matter": "matter",
    "citation.source": "source",
    "citation": "passage",
    "figures": PACKED,
    "date_edtf": "date",
    "title": "source",
}
