"""The terms of our own that exports use, and what each means in CiTO, the Citation Typing Ontology.

Our relations say more than CiTO's and stand beside them, never instead: a program that knows only CiTO learns that
two claims disagree, one that knows ours learns how. A denial disputes and does not “refute”, which would say that it
is right; who counts otherwise, or contradicts unawares, disagrees without speaking of the other.
"""

from claims.relations import Relation

CITO = "http://purl.org/spar/cito/"

R = Relation

#: our relation -> the property of CiTO that holds too; none where CiTO has nothing that would not say too much.
IN_CITO: dict[str, str] = {
    R.DENIES: "disputes",
    R.DISPUTES_FIGURE: "disagreesWith",
    R.CONTRADICTS: "disagreesWith",
    R.COUNTER_ACCUSES: "citesAsRelated",  # it leaves the other unanswered, so it does not reply to it
    R.REJECTS: "repliesTo",
    R.DISPUTES_FRAMING: "critiques",
    R.CONCEDES: "agreesWith",
    R.CORROBORATES: "confirms",
    R.REPEATS: "citesAsSourceDocument",
    R.ELABORATES: "extends",
    R.PART_OF: "providesDataFor",
    R.SUPERSEDES: "updates",
    R.RETRACTS: "retracts",
}

#: The other terms, and what they say of what.
PROPERTIES = {
    "side": "the side that a claim speaks for",
    "accusedSide": "the side that an accusation names",
    "office": "what the speaker was when it was said",
    "kind": "assertion, denial, accusation, admission, withheld, demand, refusal, opinion or prediction",
    "ownWords": "the speaker's own words, where they are known",
    "translation": "of the own words, by us",
    "said": "when it was said, as EDTF",
    "firstDay": "the first day on which it may have been said",
    "lastDay": "the last day on which it may have been said",
    "contest": "what published claims and confirmed links make of a claim: computed, never typed",
    "standing": "standing, superseded or retracted",
    "unanswered": "whether it is an accusation without an answer from the side that it names",
    "figure": "a number in a claim, with what it counts",
    "bound": "how firmly a figure was put: exact, at_least, at_most, about, range, withheld",
    "population": "whom or what a figure counts",
    "affectedSide": "the side to which what is counted happened",
    "place": "where",
    "period": "over which time a figure counts, as EDTF",
    "cumulative": "whether a figure is a running total",
}
