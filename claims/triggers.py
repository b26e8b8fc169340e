"""The invariants of the ledger that a check constraint cannot hold: PostgreSQL triggers."""

import pgtrigger

from claims.relations import ACYCLIC, Relation
from sources.triggers import changed, guard, not_signed_by, refuse, steps

CONTENT_COLUMNS = [
    "matter_id", "side_id", "office", "kind", "wording", "own_words", "language", "translation",
    "date_edtf", "first_day", "last_day", "date_words", "date_reasoning", "date_uncertain",
    "accused_side_id",
]  # fmt: skip


def not_an_editor(person: str, dossier: str = "NEW.dossier_id") -> str:
    return f"""NOT EXISTS (
        SELECT FROM sources_member m
        WHERE m.dossier_id = {dossier} AND m.user_id = {person} AND m.active AND m.role = 'editor'
    )"""


CLAIM = [
    steps(
        [
            ("draft", "submitted"),
            ("submitted", "published"),
            ("submitted", "returned"),
            ("returned", "submitted"),
            ("published", "submitted"),
            ("draft", "voided"),
            ("submitted", "voided"),
            ("returned", "voided"),
            ("published", "voided"),
        ],
        "status",
    ),
    guard(
        "starts_unpublished",
        pgtrigger.Insert,
        refuse(
            "claim_starts_unpublished",
            "NEW.status NOT IN ('draft', 'submitted')",
            "A claim starts as a draft or in review.",
        ),
        refuse(
            "claim_logged_by_signer",
            f"{not_signed_by('logged_by_id')} OR {not_signed_by('worded_by_id')}",
            "A claim is logged in the name of the person who logs it.",
        ),
    ),
    guard(
        "guarded",
        pgtrigger.Update,
        refuse(
            "claim_origin_stays",
            changed("dossier_id", "logged_by_id", "logged_at"),
            "Who logged a claim, when and in which dossier never changes.",
        ),
        refuse(
            "claim_voided_stays",
            f"OLD.status = 'voided' AND ({changed('revision', *CONTENT_COLUMNS)})",
            "A voided claim is not changed any more.",
        ),
        refuse(
            "claim_change_is_a_revision",
            f"({changed(*CONTENT_COLUMNS)}) AND NEW.revision <= OLD.revision",
            "A change of content is a new revision.",
        ),
        refuse(
            "claim_revision_goes_up",
            "NEW.revision < OLD.revision",
            "A revision number never goes back.",
        ),
        # Four eyes counts whoever worded it last, so nobody may word it in another's name.
        refuse(
            "claim_worded_by_signer",
            f"""(NEW.revision > OLD.revision AND {not_signed_by("worded_by_id")})
            OR (NEW.revision = OLD.revision AND {changed("worded_by_id", "worded_at")})""",
            "A change of content is made in the name of the person who makes it.",
        ),
        refuse(
            "claim_publication_stays",
            f"""({changed("published_by_id", "published_at", "published_revision")})
            AND NOT (NEW.status = 'published' AND OLD.status <> 'published')""",
            "Who published which revision, and when, changes only by publishing again.",
        ),
        # A merge moves claims between two entries of one speaker; nothing else changes who spoke.
        refuse(
            "claim_speaker_stays",
            f"""{changed("speaker_id")} AND NEW.revision <= OLD.revision AND NOT EXISTS (
                SELECT FROM claims_speakermerge m
                WHERE (m.kept_id, m.merged_id) IN
                    ((NEW.speaker_id, OLD.speaker_id), (OLD.speaker_id, NEW.speaker_id))
            )""",
            "A change of speaker is a new revision.",
        ),
        refuse(
            "claim_published_by_editor",
            f"""NEW.status = 'published' AND OLD.status <> 'published'
            AND {not_an_editor("NEW.published_by_id")}""",
            "Only an editor of the dossier publishes.",
        ),
        refuse(
            "claim_published_by_signer",
            f"NEW.status = 'published' AND OLD.status <> 'published' AND {not_signed_by('published_by_id')}",
            "A claim is published in the name of the person who publishes it.",
        ),
        refuse(
            "claim_published_has_citation",
            """NEW.status = 'published' AND NOT EXISTS (
                SELECT FROM claims_citation c WHERE c.claim_id = NEW.id AND NOT c.voided
            )""",
            "A published claim has at least one citation.",
        ),
    ),
    pgtrigger.Trigger(
        name="unsettles_links",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("revision", "status"),
        func="""
            IF NEW.status = 'voided' AND OLD.status <> 'voided' THEN
                UPDATE claims_link
                SET state = 'withdrawn', decision_reason = 'One of its claims was voided.'
                WHERE NEW.id IN (answer_id, target_id)
                  AND state IN ('proposed', 'confirmed', 'needs_review');
            ELSIF NEW.revision <> OLD.revision OR NEW.status <> 'published' AND OLD.status = 'published' THEN
                UPDATE claims_link SET state = 'needs_review'
                WHERE NEW.id IN (answer_id, target_id) AND state = 'confirmed';
            END IF;
            RETURN NULL;
        """,
    ),
]


def part_of_claim(model: str) -> pgtrigger.Trigger:
    """Figures and citations change only while their claim is open to change, and stay with it."""
    return guard(
        "claim_open",
        pgtrigger.Insert | pgtrigger.Update,
        # The lock makes publishing wait for this change, or this change for the publishing.
        "PERFORM FROM claims_claim c WHERE c.id = NEW.claim_id FOR SHARE;",
        refuse(
            f"{model}_claim_open",
            """EXISTS (
                SELECT FROM claims_claim c
                WHERE c.id = NEW.claim_id AND c.status IN ('published', 'voided')
            )""",
            "What a published or voided claim says is not changed beneath it.",
        ),
        refuse(
            f"{model}_changed_by_wording",
            """EXISTS (
                SELECT FROM claims_claim c
                WHERE c.id = NEW.claim_id AND c.worded_by_id IS DISTINCT FROM signer()
            )""",
            "Whoever changes a part of a claim is the one who worded it last.",
        ),
        refuse(
            f"{model}_stays_with_claim",
            f"TG_OP = 'UPDATE' AND {changed('claim_id')}",
            "It stays with its claim.",
        ),
    )


FIGURE = [
    part_of_claim("figure"),
    guard(
        "side_of_dossier",
        pgtrigger.Insert | pgtrigger.Update,
        refuse(
            "figure_side_of_dossier",
            """NEW.affected_side_id IS NOT NULL AND NOT EXISTS (
                SELECT FROM claims_claim c JOIN sources_side s USING (dossier_id)
                WHERE c.id = NEW.claim_id AND s.id = NEW.affected_side_id
            )""",
            "The affected side must be one of the dossier.",
        ),
    ),
]

CITATION = [
    part_of_claim("citation"),
    guard(
        "passage_of_dossier",
        pgtrigger.Insert | pgtrigger.Update,
        refuse(
            "citation_passage_of_dossier",
            """NOT EXISTS (
                SELECT FROM claims_claim c
                JOIN sources_source s USING (dossier_id)
                JOIN sources_capture k ON k.source_id = s.id
                JOIN sources_passage p ON p.capture_id = k.id
                WHERE c.id = NEW.claim_id AND p.id = NEW.passage_id
            )""",
            "The passage must come from a source of the dossier.",
        ),
    ),
    guard(
        "proposal_settled_once",
        pgtrigger.Insert | pgtrigger.Update,
        refuse(
            "citation_proposal_stays",
            f"TG_OP = 'UPDATE' AND {changed('proposal_id')}",
            "What was logged stays what was logged.",
        ),
        """
        IF NEW.proposal_id IS NOT NULL AND NOT NEW.voided THEN
            -- Two people who settle a proposal at once queue up here; the second sees what the first did.
            PERFORM FROM sources_proposal p WHERE p.id = NEW.proposal_id FOR UPDATE;
        """,
        refuse(
            "citation_proposal_of_passage",
            """NOT EXISTS (
                SELECT FROM sources_proposal o JOIN sources_passage p USING (capture_id)
                WHERE o.id = NEW.proposal_id AND p.id = NEW.passage_id
            )""",
            "What is proposed and what is cited stand in the same text.",
        ),
        refuse(
            "citation_proposal_once",
            """EXISTS (
                SELECT FROM claims_citation c JOIN claims_claim k ON k.id = c.claim_id
                WHERE c.proposal_id = NEW.proposal_id AND c.id <> NEW.id AND NOT c.voided AND k.status <> 'voided'
            )""",
            "This statement was logged already.",
        ),
        refuse(
            "citation_proposal_not_skipped",
            """TG_OP = 'INSERT' AND EXISTS (
                SELECT FROM sources_proposal p WHERE p.id = NEW.proposal_id AND p.skipped_at IS NOT NULL
            )""",
            "This statement was skipped: take it up again first.",
        ),
        "END IF;",
    ),
]

RESPONSE = [
    guard(
        "side_of_dossier",
        pgtrigger.Insert | pgtrigger.Update,
        refuse(
            "response_side_of_dossier",
            """NOT EXISTS (
                SELECT FROM claims_claim c JOIN sources_side s USING (dossier_id)
                WHERE c.id = NEW.claim_id AND s.id = NEW.side_id
            )""",
            "The side asked must be one of the dossier.",
        ),
    ),
]

_ACYCLIC = ", ".join(f"'{relation}'" for relation in ACYCLIC)

LINK = [
    steps(
        [
            ("proposed", "confirmed"),
            ("proposed", "rejected"),
            ("proposed", "withdrawn"),
            ("confirmed", "withdrawn"),
            ("confirmed", "needs_review"),
            ("needs_review", "confirmed"),
            ("needs_review", "rejected"),
            ("needs_review", "withdrawn"),
        ],
        "state",
    ),
    guard(
        "starts_proposed",
        pgtrigger.Insert,
        refuse("link_starts_proposed", "NEW.state <> 'proposed'", "A link starts as a proposal."),
        refuse(
            "link_proposed_by_signer",
            not_signed_by("proposed_by_id"),
            "A link is proposed in the name of the person who proposes it.",
        ),
    ),
    guard(
        "ends_stay",
        pgtrigger.Update,
        refuse(
            "link_ends_stay",
            changed(
                "dossier_id",
                "answer_id",
                "target_id",
                "relation",
                "aspect",
                "rationale",
                "answer_figure_id",
                "target_figure_id",
            ),
            "What a link says never changes: withdraw it and propose another.",
        ),
        refuse(
            "link_proposer_stays",
            changed("proposed_by_id", "proposed_at"),
            "Who proposed a link never changes.",
        ),
        refuse(
            "link_decision_stays",
            f"NEW.state = OLD.state AND ({changed('decided_by_id', 'decided_at', 'decision_reason')})",
            "Who decided on a link, and why, changes only by deciding again.",
        ),
    ),
    guard(
        "figures_fit",
        pgtrigger.Insert | pgtrigger.UpdateOf("state"),
        refuse(
            "link_figures_of_claims",
            """NEW.answer_figure_id IS NOT NULL AND NOT EXISTS (
                SELECT FROM claims_figure a, claims_figure b
                WHERE a.id = NEW.answer_figure_id AND a.claim_id = NEW.answer_id AND NOT a.voided
                  AND b.id = NEW.target_figure_id AND b.claim_id = NEW.target_id AND NOT b.voided
            ) AND NEW.state IN ('proposed', 'confirmed')""",
            "The figures must be those of the two claims.",
        ),
        refuse(
            "link_figures_comparable",
            f"""NEW.relation = '{Relation.DISPUTES_FIGURE}' AND NEW.state IN ('proposed', 'confirmed')
            AND EXISTS (
                SELECT FROM claims_figure a, claims_figure b
                WHERE a.id = NEW.answer_figure_id AND b.id = NEW.target_figure_id
                  AND (a.scope <> b.scope OR a.span && b.span OR isempty(a.span) OR isempty(b.span))
            )""",
            "Figures are disputed only when both count the same thing and their ranges do not overlap.",
        ),
    ),
    guard(
        "confirmed_between_published",
        pgtrigger.Insert | pgtrigger.UpdateOf("state"),
        """
        IF NEW.state = 'confirmed' THEN
            -- Only here: who unsettles a link holds one of its claims, and must not wait for the other.
            PERFORM FROM claims_claim c WHERE c.id IN (NEW.answer_id, NEW.target_id) ORDER BY c.id FOR SHARE;
        """,
        refuse(
            "link_confirmed_between_published",
            """EXISTS (
                SELECT FROM claims_claim c
                WHERE c.id IN (NEW.answer_id, NEW.target_id) AND c.status <> 'published'
            )""",
            "A link is confirmed between published claims only.",
        ),
        refuse(
            "link_confirmed_by_editor",
            not_an_editor("NEW.decided_by_id"),
            "Only an editor of the dossier confirms.",
        ),
        refuse(
            "link_confirmed_by_signer",
            not_signed_by("decided_by_id"),
            "A link is confirmed in the name of the person who confirms it.",
        ),
        "END IF;",
    ),
    guard(
        "no_circle",
        pgtrigger.Insert | pgtrigger.UpdateOf("state"),
        f"""
        IF NEW.relation IN ({_ACYCLIC}) AND NEW.state IN ('proposed', 'confirmed') THEN
            -- One at a time in a dossier, or two halves of a circle could pass each other unseen.
            PERFORM pg_advisory_xact_lock(hashtext('link_no_circle'), NEW.dossier_id::int);
        """,
        refuse(
            "link_no_circle",
            """EXISTS (
                WITH RECURSIVE earlier(id) AS (
                    SELECT NEW.target_id
                    UNION
                    SELECT l.target_id FROM claims_link l JOIN earlier e ON l.answer_id = e.id
                    WHERE l.relation = NEW.relation AND l.id <> NEW.id
                      AND l.state NOT IN ('rejected', 'withdrawn')
                )
                SELECT FROM earlier WHERE id = NEW.answer_id
            )""",
            "That would close a circle: the one already comes, directly or not, from the other.",
        ),
        "END IF;",
    ),
]
