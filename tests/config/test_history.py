"""History names who did what and why, and nobody who serves pages can rewrite it."""

import psycopg
import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, ProgrammingError, connection, transaction

from config.history import recorded
from config.roles import PASSING
from sources.models import Dossier, DossierEvent


@pytest.fixture
def nora(db):
    return User.objects.create(username="nora", first_name="Nora", last_name="Reporter")


def make_dossier(nora, **over):
    return Dossier.objects.create(**{"name": "Nagorno-Karabakh", "opened_by": nora, **over})


def steps(dossier):
    return [event.pgh_context["step"] for event in dossier.events.order_by("pgh_id")]


def test_an_event_says_who_did_what_and_why(nora):
    with recorded(nora, "open_dossier", "It begins."):
        dossier = make_dossier(nora)

    event = dossier.events.get()
    assert event.pgh_context == {
        "user": nora.pk,
        "name": "Nora Reporter",
        "step": "open_dossier",
        "reason": "It begins.",
    }
    assert (event.pgh_label, event.name) == ("insert", "Nagorno-Karabakh")


def test_a_change_outside_any_step_is_refused(nora):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_dossier(nora)


@pytest.mark.parametrize("signature", ["{}", '{"user": null}', '{"user": "1"}', '{"name": "x"}'])
def test_a_change_signed_by_nobody_is_refused(nora, as_web, signature):
    with pytest.raises(IntegrityError, match="names_actor"), transaction.atomic():
        as_web("SELECT set_config('pghistory.context_metadata', %s, true)", [signature])
        make_dossier(nora)


def test_a_step_inside_a_step_signs_its_own_rows_only(nora):
    with recorded(nora, "outer"):
        dossier = make_dossier(nora)
        with recorded(nora, "inner"):
            dossier.name = "Artsakh"
            dossier.save()
        dossier.name = "Karabakh"
        dossier.save()

    assert steps(dossier) == ["outer", "inner", "outer"]


def test_the_steps_of_one_transaction_stand_in_order_and_rows_of_one_step_share_its_moment(nora):
    with recorded(nora, "outer"):
        dossier = make_dossier(nora)
        with recorded(nora, "inner"):
            dossier.name = "Artsakh"
            dossier.save()
        dossier.name = "Karabakh"
        dossier.save()

    outer, inner, again = dossier.events.order_by("pgh_id").values_list("pgh_created_at", flat=True)
    assert inner > outer
    assert again == outer


def test_a_step_within_the_same_step_is_a_part_of_it(nora, django_assert_num_queries):
    with recorded(nora, "open_dossier", "It begins."):
        dossier = make_dossier(nora)
        with django_assert_num_queries(0), recorded(nora, "open_dossier", "It begins."):
            pass
        with recorded(nora, "open_dossier", "Another reason."):
            dossier.name = "Karabakh"
            dossier.save()

    first, second = dossier.events.order_by("pgh_id")
    assert [event.pgh_context["reason"] for event in (first, second)] == ["It begins.", "Another reason."]
    assert first.pgh_created_at < second.pgh_created_at


@pytest.mark.parametrize("moment", ["1999-01-01 00:00+00", "2999-01-01 00:00+00"])
def test_nobody_dates_an_event_outside_its_transaction(nora, as_web, moment):
    before = as_web("SELECT now()")[0][0]

    with recorded(nora, "open_dossier"):
        as_web("SELECT set_config('counterclaim.moment', %s, true)", [moment])
        dossier = make_dossier(nora)

    assert before <= dossier.events.get().pgh_created_at <= as_web("SELECT clock_timestamp()")[0][0]


def test_a_step_that_fails_inside_a_step_leaves_the_outer_signature(nora):
    with recorded(nora, "outer"):
        dossier = make_dossier(nora)
        with pytest.raises(LookupError), transaction.atomic(), recorded(nora, "inner"):
            raise LookupError
        dossier.name = "Karabakh"
        dossier.save()

    assert steps(dossier) == ["outer", "outer"]


@pytest.mark.django_db(transaction=True)
def test_a_signature_does_not_outlive_its_transaction(nora):
    with recorded(nora, "open_dossier"):
        make_dossier(nora)

    with pytest.raises(IntegrityError):
        make_dossier(nora)


def test_a_row_written_back_unchanged_leaves_no_event(nora):
    with recorded(nora, "open_dossier"):
        dossier = make_dossier(nora)
        dossier.save()

    assert dossier.events.count() == 1


def test_bulk_and_raw_writes_are_recorded_too(nora, as_web):
    with recorded(nora, "import"):
        Dossier.objects.bulk_create([Dossier(name=name, opened_by=nora) for name in ("A", "B")])
        as_web("UPDATE sources_dossier SET name = name || '!'")

    assert DossierEvent.objects.filter(pgh_label="update").count() == 2


def test_event_keys_are_64_bits_wide(as_web):
    narrow = as_web(
        "SELECT table_name FROM information_schema.columns WHERE column_name = 'pgh_id' AND data_type <> 'bigint' "
        "AND table_schema = 'public' AND table_name NOT LIKE 'pghistory%%'"
    )

    assert narrow == []


# As the very login that serves pages.

TAMPERING = {
    "update": "UPDATE sources_dossierevent SET name = 'forged'",
    "delete": "DELETE FROM sources_dossierevent",
    "truncate": "TRUNCATE sources_dossierevent",
    "insert": "INSERT INTO sources_dossierevent SELECT * FROM sources_dossierevent",
    "drop the table": "DROP TABLE sources_dossierevent",
    "hang on a trigger of its own": "CREATE TRIGGER mine BEFORE INSERT ON sources_dossierevent "
    "FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "disable the trigger": "ALTER TABLE sources_dossier DISABLE TRIGGER ALL",
    "act as a replica": "SET session_replication_role = replica",
    "become the owner": "SET ROLE counterclaim_owner",
    "become a superuser": "ALTER ROLE counterclaim_web SUPERUSER",
    "hang the trigger elsewhere": "CREATE TEMPORARY TABLE mine (LIKE sources_dossier)",
    "make a table": "CREATE TABLE mine (id int)",
    "delete a row": "DELETE FROM sources_dossier",
    "change a capture": "UPDATE sources_capture SET text = 'forged'",
    "change a passage": "UPDATE sources_passage SET exact = 'forged'",
    "forget a migration": "DELETE FROM django_migrations",
    "read passwords of the server": "SELECT * FROM pg_authid",
    "read a file": "SELECT pg_read_file('/etc/passwd')",
}


@pytest.mark.parametrize("statement", TAMPERING.values(), ids=TAMPERING)
def test_the_web_role_cannot(web_login, statement):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        web_login.execute(statement)


def test_the_web_role_cannot_call_the_functions_that_write_history(web_login):
    callable_ones = web_login.execute(
        "SELECT proname FROM pg_proc WHERE prosecdef AND has_function_privilege('counterclaim_web', oid, 'EXECUTE')"
    ).fetchall()

    assert callable_ones == []


def test_the_web_role_may_delete_only_what_libraries_delete_and_what_is_passing(web_login):
    deletable = web_login.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
        "AND has_table_privilege('counterclaim_web', oid, 'DELETE') ORDER BY 1"
    ).fetchall()

    ours = [name for (name,) in deletable if name.startswith(("sources_", "claims_", "auth_", "pghistory_"))]
    assert deletable and set(ours) <= set(PASSING)


def test_the_owner_cannot_rewrite_history_either(nora, as_owner):
    with recorded(nora, "open_dossier"):
        make_dossier(nora)

    with pytest.raises(Exception, match="Cannot update or delete"):
        as_owner("UPDATE sources_dossierevent SET name = 'forged'")


@pytest.mark.django_db(transaction=True)
def test_the_web_login_writes_history_through_the_triggers(web_login):
    nora = User.objects.create(username="nora")
    signature = f'{{"user": {nora.pk}, "step": "raw"}}'

    with web_login.transaction():
        web_login.execute("SELECT set_config('pghistory.context_metadata', %s, true)", [signature])
        web_login.execute(
            "INSERT INTO sources_dossier (name, summary, visibility, revision, opened_by_id) "
            "VALUES ('Raw', '', 'public', 1, %s)",
            [nora.pk],
        )

    assert DossierEvent.objects.get().pgh_context["step"] == "raw"


def test_a_test_has_the_rights_of_the_web_process(db):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM sources_dossier")
