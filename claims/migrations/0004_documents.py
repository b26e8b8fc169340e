from django.db import migrations

# What went stale in a transaction is noted in one of its settings, which costs no row and ends with it:
# “ claim:7 part:9”. `claims.documents` refreshes it before the commit; what is left then becomes a debt.
FUNCTIONS = """
CREATE SEQUENCE claims_version AS bigint;

CREATE FUNCTION note_stale(kind text, key bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    noted text := coalesce(current_setting('counterclaim.stale', true), '');
    mark text := kind || ':' || key || ' ';
BEGIN
    IF key IS NULL OR position(' ' || mark IN ' ' || noted) > 0
        OR kind = 'part' AND position(' new:' || key || ' ' IN ' ' || noted) > 0 THEN
        RETURN;
    ELSIF length(noted) > 32000 THEN  -- more than a step refreshes; `claims.documents` knows this number
        INSERT INTO claims_debt (kind, key) VALUES (note_stale.kind, note_stale.key);
    ELSE
        PERFORM set_config('counterclaim.stale', noted || mark, true);
    END IF;
END
$$;

CREATE FUNCTION owe_stale() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    noted text := coalesce(current_setting('counterclaim.stale', true), '');
BEGIN
    IF noted <> '' THEN
        INSERT INTO claims_debt (kind, key)
        SELECT split_part(mark, ':', 1), split_part(mark, ':', 2)::bigint
        FROM string_to_table(rtrim(noted), ' ') mark;
        PERFORM set_config('counterclaim.stale', '', true);
    END IF;
END
$$;

CREATE FUNCTION keep_stale() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM owe_stale();
    RETURN NULL;
END
$$;

CREATE FUNCTION note_change(audience text, resource text, key bigint, dossier bigint, version bigint) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO claims_change (audience, resource, key, dossier_id, xact, first_xact, version)
    SELECT audience, resource, key, dossier, x, x, coalesce(version, nextval('claims_version'))
    FROM CAST(pg_current_xact_id()::text AS bigint) x
    ON CONFLICT (audience, resource, key)
    DO UPDATE SET dossier_id = excluded.dossier_id, xact = excluded.xact, version = excluded.version
$$;

CREATE FUNCTION note_again(audience text, resource text, key bigint) RETURNS void LANGUAGE sql AS $$
    UPDATE claims_change c SET xact = pg_current_xact_id()::text::bigint, version = nextval('claims_version')
    WHERE (c.audience, c.resource, c.key) = (note_again.audience, note_again.resource, note_again.key)
$$;

CREATE FUNCTION note_sources_of(claim bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    cited record;
BEGIN
    FOR cited IN
        SELECT DISTINCT s.id, s.dossier_id, s.publisher_id FROM claims_citation c
        JOIN sources_passage p ON p.id = c.passage_id
        JOIN sources_capture k ON k.id = p.capture_id
        JOIN sources_source s ON s.id = k.source_id
        WHERE c.claim_id = claim ORDER BY s.id
    LOOP
        PERFORM note_change('reading', 'sources', cited.id, cited.dossier_id, NULL);
        IF cited.publisher_id IS NOT NULL THEN
            PERFORM note_change('reading', 'publishers', cited.publisher_id, NULL, NULL);
        END IF;
    END LOOP;
END
$$;

CREATE FUNCTION note_change(resource text, key bigint, dossier bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM note_change('working', resource, key, dossier, NULL);
    PERFORM note_change('reading', resource, key, dossier, NULL);
END
$$;
"""

DROP_FUNCTIONS = """
DROP FUNCTION note_change(text, bigint, bigint);
DROP FUNCTION note_sources_of(bigint);
DROP FUNCTION note_again(text, text, bigint);
DROP FUNCTION note_change(text, text, bigint, bigint, bigint);
DROP FUNCTION keep_stale();
DROP FUNCTION owe_stale();
DROP FUNCTION note_stale(text, bigint);
DROP SEQUENCE claims_version;
"""

# What a document shows: (table, columns whose change it tells, what to note, also when a row is new).
_ENDS = "note_stale('part', NEW.answer_id), note_stale('part', NEW.target_id)"
_SEEN_FROM_RIVALS = "speaker_id, side_id, kind, wording, date_edtf, status"
STALE = [
    ("claims_claim", "", "note_stale('new', NEW.id)", "INSERT"),
    (
        "claims_claim",
        "",
        f"""note_stale(
            CASE WHEN ROW({", ".join(f"OLD.{c.strip()}" for c in _SEEN_FROM_RIVALS.split(","))})
                IS DISTINCT FROM ROW({", ".join(f"NEW.{c.strip()}" for c in _SEEN_FROM_RIVALS.split(","))})
            THEN 'claim' ELSE 'part' END, NEW.id)""",
        "UPDATE",
    ),
    ("claims_figure", "", "note_stale('part', NEW.claim_id)", "INSERT OR UPDATE"),
    # Its source and publisher must not be renamed unseen until this is committed.
    (
        "claims_citation",
        "",
        """note_stale('part', NEW.claim_id);
            PERFORM FROM sources_source s WHERE s.id = (
                SELECT k.source_id FROM sources_passage p JOIN sources_capture k ON k.id = p.capture_id
                WHERE p.id = NEW.passage_id
            ) FOR KEY SHARE;
            PERFORM FROM sources_publisher h WHERE h.id = (
                SELECT s.publisher_id FROM sources_passage p JOIN sources_capture k ON k.id = p.capture_id
                JOIN sources_source s ON s.id = k.source_id WHERE p.id = NEW.passage_id
            ) FOR KEY SHARE""",
        "INSERT OR UPDATE",
    ),
    ("claims_response", "", "note_stale('part', NEW.claim_id)", "INSERT OR UPDATE"),
    ("claims_grading", "", "note_stale('part', NEW.claim_id)", "INSERT OR UPDATE"),
    ("claims_link", "", _ENDS, "INSERT OR UPDATE"),
    ("claims_matter", "question", "note_stale('matter', NEW.id)", "UPDATE"),
    ("sources_dossier", "name", "note_stale('dossier', NEW.id)", "UPDATE"),
    ("sources_side", "name, short_name", "note_stale('side', NEW.id)", "UPDATE"),
    ("sources_speaker", "name, kind", "note_stale('speaker', NEW.id)", "UPDATE"),
    ("sources_publisher", "name", "note_stale('publisher', NEW.id)", "UPDATE"),
    (
        "sources_source",
        "kind, title, url, language, dateline, first_day, last_day, publisher_id",
        "note_stale('source', NEW.id)",
        "UPDATE",
    ),
    ("auth_user", "first_name, last_name, username", "note_stale('person', NEW.id)", "UPDATE"),
]

_BOTH_WAYS = "'confirmed' IN (NEW.state, CASE WHEN TG_OP = 'UPDATE' THEN OLD.state ELSE '' END)"
_IS_OPEN = "{0}.status = 'published' OR {0}.status = 'voided' AND {0}.published_at IS NOT NULL"
CHANGED = [
    ("claims_claimdocument", "note_change('working', 'claims', NEW.claim_id, NEW.dossier_id, NEW.version)"),
    ("claims_publicdocument", "note_change('reading', 'claims', NEW.claim_id, NEW.dossier_id, NEW.version)"),
    # A source is seen, and its publisher, by who reads only, as long as something published stands in it. Noted
    # before any document is locked, as the change of a source is.
    (
        "claims_claim",
        f"CASE WHEN TG_OP = 'UPDATE' AND ({_IS_OPEN.format('OLD')}) <> ({_IS_OPEN.format('NEW')}) "
        "THEN note_sources_of(NEW.id) END",
    ),
    (
        "claims_link",
        "note_change('working', 'links', NEW.id, NEW.dossier_id, NULL), "
        f"CASE WHEN {_BOTH_WAYS} THEN note_change('reading', 'links', NEW.id, NEW.dossier_id, NULL) END",
    ),
    ("claims_matter", "note_change('matters', NEW.id, NEW.dossier_id)"),
    ("sources_dossier", "note_change('dossiers', NEW.id, NEW.id)"),
    ("sources_side", "note_change('sides', NEW.id, NEW.dossier_id)"),
    ("sources_speaker", "note_change('speakers', NEW.id, NEW.dossier_id)"),
    ("sources_affiliation", "note_change('speakers', NEW.speaker_id, NEW.dossier_id)"),
    (
        "sources_source",
        "note_change('working', 'sources', NEW.id, NEW.dossier_id, NULL), "
        "note_again('reading', 'sources', NEW.id), "
        "CASE WHEN NEW.publisher_id IS NOT NULL "
        "AND NEW.publisher_id IS DISTINCT FROM (CASE WHEN TG_OP = 'UPDATE' THEN OLD.publisher_id END) "
        "THEN note_change('reading', 'publishers', NEW.publisher_id, NULL, NULL) END",
    ),
    (
        "sources_publisher",
        "note_change('reading', 'publishers', NEW.id, NULL, NULL), ("
        "SELECT count(*) FROM sources_source s CROSS JOIN LATERAL (SELECT "
        "note_change('working', 'sources', s.id, s.dossier_id, NULL), note_again('reading', 'sources', s.id) OFFSET 0"
        ") noted WHERE s.publisher_id = NEW.id)",
    ),
]


def _differs(columns: str) -> str:
    names = [name.strip() for name in columns.split(",")]
    old, new = (", ".join(f"{row}.{name}" for name in names) for row in ("OLD", "NEW"))
    return f"WHEN (({old}) IS DISTINCT FROM ({new}))"


def _triggers() -> list[migrations.RunSQL]:
    made = []
    for at, (table, columns, what, when) in enumerate(STALE):
        condition = _differs(columns) if columns else ""
        made.append(
            migrations.RunSQL(
                f"""
                CREATE FUNCTION stale_{at}() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN PERFORM {what}; RETURN NULL; END $$;
                CREATE TRIGGER stale_{at} AFTER {when} ON {table}
                FOR EACH ROW {condition} EXECUTE FUNCTION stale_{at}();
                CREATE CONSTRAINT TRIGGER stale_{at}_kept AFTER {when} ON {table} DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW {condition} EXECUTE FUNCTION keep_stale();
                """,
                f"""
                DROP TRIGGER stale_{at}_kept ON {table};
                DROP TRIGGER stale_{at} ON {table};
                DROP FUNCTION stale_{at}();
                """,
            )
        )
    for table, what in CHANGED:
        made.append(
            migrations.RunSQL(
                f"""
                CREATE FUNCTION changed_{table}() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN PERFORM {what}; RETURN NULL; END $$;
                CREATE TRIGGER changed AFTER INSERT OR UPDATE ON {table}
                FOR EACH ROW EXECUTE FUNCTION changed_{table}();
                """,
                f"DROP TRIGGER changed ON {table}; DROP FUNCTION changed_{table}();",
            )
        )
    return made


# Documents of a few kilobytes stay in their row, as they are; the feed's epoch has one row for good.
TABLES = """
ALTER TABLE claims_claimdocument SET (toast_tuple_target = 8160);
ALTER TABLE claims_publicdocument SET (toast_tuple_target = 8160);
CREATE TABLE claims_epoch (epoch uuid NOT NULL);
INSERT INTO claims_epoch VALUES (gen_random_uuid());
"""
DROP_TABLES = "DROP TABLE claims_epoch;"


class Migration(migrations.Migration):
    dependencies = [("claims", "0003_same_dossier")]

    operations = [migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS), *_triggers(), migrations.RunSQL(TABLES, DROP_TABLES)]
