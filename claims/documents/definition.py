"""The JSON of a claim, as REST serves it: “who says what against whom” in one object.

One expression in SQL fills the stored documents, refreshes the few that a write touches, and computes
those that `verify` compares. Whoever works on the dossier (journalist, editor) is given the document
with all its keys, everybody else the public one: nothing that is not published.

The keys, in this order; none is ever left out, nothing known is null for objects and numbers, "" for words:

    id              number
    url             "/api/v1/claims/7/": a path, so that documents do not depend on the host
    page            "/claims/7/"
    dossier         {id, name}
    matter          {id, question} or null
    speaker         {id, name, kind}
    office          words
    side            {id, name, short_name}
    accused_side    {id, name, short_name} or null
    kind            assertion, denial, accusation, …
    wording         ours
    own_words       the speaker's
    language        of the own words (BCP 47)
    translation     of the own words
    date            {edtf, first_day, last_day, words, reasoning, uncertain}; days as 2020-10-29
    status          draft, submitted, returned, published, voided
    status_reason   why it was returned or voided
    revision        number: what an edit or a publication must have read
    standing        standing, superseded, retracted
    contest         no_rival_known, unanswered, denied, figure_disputed, framing_disputed,
                    conceded_in_part, conceded, mixed
    has_rival       true or false
    unanswered      true or false: a published accusation without an answer from the side it accuses
    figures         [{id, quantity, population, affected_side {id, name, short_name} or null, place, period (EDTF),
                      cumulative, bound, withheld, low, high, unit, words, revision}]; numbers are exact
    citations       [{id, cue, direct, origin (at second hand: through whom), revision,
                      passage {id, capture, sha256 (of the capture's text), start, end, exact, prefix, suffix},
                      source {id, kind, title, url, language, dateline, first_day, last_day},
                      publisher {id, name} or null}]
    rivals          [{id (of the link), relation, direction, aspect, state, rationale, figure, other_figure (ids
                      or null: what they count is in the claims), claim {id, url, kind, wording, status, date (EDTF),
                      speaker {id, name, kind}, side {id, name, short_name}}}]
                    direction: "out" when this claim answers the other, "in" when the other answers this one;
                    "out" and "in" mean nothing for the symmetric relations
    links           the ties that make no rivals, in the same shape
    responses       [{id, side {id, name, short_name}, state, note, recorded_at, revision}]
    grading         {grade, explanation, graded_at, revision} or null
    logged_at       2020-10-29T08:00:00.000000Z, as all times
    published_at    a time or null
    updated_at      when it was worded or published last
    logged_by       {id, name}; this and the next two only for who works on the dossier
    worded_by       {id, name}
    published_by    {id, name} or null

Links that were rejected or withdrawn, and figures and citations that were struck out, are in neither document;
links that are only proposed or need review are not in the public one. What was never published has no public
document; what is voided after it was published keeps one.
"""
