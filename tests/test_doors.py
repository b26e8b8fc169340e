"""Every address × every role: one table says what each gets. An address without a row fails."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

ROLES = ["anonymous", "outsider", "reader", "reporter", "editor"]

#: 302 sends to the sign-in, or on; 404 is what may not be seen, 403 what is not theirs to do; 400 and 409 are
#: refusals of the empty form that the test sends, past every question of who may. Programs get 401 where people are
#: sent to the sign-in, and no other status than people. “+dossier” stands in the body, not in the address.
TABLE = """
healthz                               GET   -                200  200  200  200  200
readyz                                GET   -                200  200  200  200  200
metrics                               GET   -                404  404  404  404  404
account_login                         GET   -                200  302  302  302  302
account_login                         POST  -                200  302  302  302  302
account_logout                        GET   -                302  200  200  200  200
account_logout                        POST  -                302  302  302  302  302
account_inactive                      GET   -                200  200  200  200  200
account_signup                        GET   -                200  302  302  302  302
account_signup                        POST  -                200  302  302  302  302
account_reauthenticate                GET   -                302  200  200  200  200
account_reauthenticate                POST  -                302  200  200  200  200
account_email                         GET   -                302  200  200  200  200
account_email                         POST  -                302  302  302  302  302
account_email_verification_sent       GET   -                200  200  200  200  200
account_change_password               GET   -                302  200  200  200  200
account_change_password               POST  -                302  200  200  200  200
account_set_password                  GET   -                302  302  302  302  302
account_set_password                  POST  -                302  302  302  302  302
account_reset_password                GET   -                200  200  200  200  200
account_reset_password                POST  -                200  200  200  200  200
account_confirm_login_code            GET   -                302  302  302  302  302
account_confirm_login_code            POST  -                302  302  302  302  302
account_confirm_email                 GET   no-such-key      200  200  200  200  200
account_confirm_email                 POST  no-such-key      404  404  404  404  404
account_reset_password_from_key_done  GET   -                200  200  200  200  200
account_reset_password_from_key       GET   1,no-such-key    200  200  200  200  200
account_reset_password_from_key       POST  1,no-such-key    200  200  200  200  200
account_reset_password_done           GET   -                200  200  200  200  200
mfa_index                             GET   -                302  200  200  200  200
mfa_authenticate                      GET   -                302  302  302  302  302
mfa_authenticate                      POST  -                302  302  302  302  302
mfa_reauthenticate                    GET   -                302  302  302  302  302
mfa_reauthenticate                    POST  -                302  302  302  302  302
mfa_activate_totp                     GET   -                302  302  302  302  302
mfa_activate_totp                     POST  -                302  302  302  302  302
mfa_deactivate_totp                   GET   -                302  404  404  404  404
mfa_deactivate_totp                   POST  -                302  404  404  404  404
mfa_view_recovery_codes               GET   -                302  404  404  404  404
mfa_generate_recovery_codes           GET   -                302  302  302  302  302
mfa_generate_recovery_codes           POST  -                302  302  302  302  302
mfa_download_recovery_codes           GET   -                302  404  404  404  404
mfa_download_recovery_codes           POST  -                302  404  404  404  404
usersessions_list                     GET   -                302  200  200  200  200
usersessions_list                     POST  -                302  302  302  302  302
unsent                                GET   -                302  200  200  200  200
unsent                                POST  -                302  302  302  302  302
demo_sign_in                          POST  -                404  404  404  404  404
sources:open_dossier                  GET   -                302  403  403  200  200
sources:open_dossier                  POST  -                302  403  403  400  400
sources:edit_dossier                  GET   dossier          302  404  403  403  200
sources:edit_dossier                  POST  dossier          302  404  403  403  400
sources:add_side                      GET   dossier          302  404  403  200  200
sources:add_side                      POST  dossier          302  404  403  400  400
sources:edit_side                     GET   side             302  404  403  403  200
sources:edit_side                     POST  side             302  404  403  403  400
sources:members                       GET   dossier          302  404  200  200  200
sources:set_role                      POST  dossier          302  404  403  403  400
sources:invite                        POST  dossier          302  404  403  403  400
sources:end_membership                POST  member           302  404  403  403  400
sources:accept_invitation             GET   no-such-key      404  404  404  404  404
sources:accept_invitation             POST  no-such-key      404  404  404  404  404
sources:tokens                        GET   -                302  200  200  200  200
sources:make_token                    POST  -                302  400  400  400  400
sources:revoke_token                  POST  token            302  404  404  302  404
sources:speakers                      GET   -                200  200  200  200  200
sources:add_speaker                   GET   dossier          302  404  403  200  200
sources:add_speaker                   POST  dossier          302  404  403  400  400
sources:speaker                       GET   speaker          404  404  200  200  200
sources:edit_speaker                  GET   speaker          302  404  403  200  200
sources:edit_speaker                  POST  speaker          302  404  403  400  400
sources:affiliate                     POST  speaker          302  404  403  400  400
sources:end_affiliation               POST  affiliation      302  404  403  302  302
sources:sources                       GET   -                200  200  200  200  200
sources:add_source                    GET   dossier          302  404  403  200  200
sources:add_source                    POST  dossier          302  404  403  400  400
sources:source                        GET   source           404  404  404  200  200
sources:edit_source                   GET   source           302  404  404  200  200
sources:edit_source                   POST  source           302  404  404  400  400
sources:capture                       POST  source           302  404  404  400  400
claims:home                           GET   -                200  200  302  302  302
claims:dossier                        GET   dossier          404  404  200  200  200
claims:unanswered                     GET   dossier          404  404  200  200  200
claims:figures                        GET   dossier          404  404  200  200  200
claims:timeline                       GET   dossier          404  404  200  200  200
claims:network                        GET   dossier          404  404  200  200  200
claims:add_matter                     GET   dossier          302  404  403  200  200
claims:add_matter                     POST  dossier          302  404  403  400  400
claims:ledger                         GET   matter           404  404  200  200  200
claims:edit_matter                    GET   matter           302  404  403  403  200
claims:edit_matter                    POST  matter           302  404  403  403  400
claims:list                           GET   -                200  200  200  200  200
claims:export                         GET   -                200  200  200  200  200
claims:export_claim                   GET   claim            404  404  404  200  200
claims:export_claim                   GET   published        404  404  200  200  200
claims:terms                          GET   -                200  200  200  200  200
claims:claim                          GET   claim            404  404  404  200  200
claims:claim                          GET   published        404  404  200  200  200
claims:submit                         POST  claim            302  404  404  409  409
claims:publish                        POST  claim            302  404  404  403  400
claims:publish                        POST  published        302  404  403  403  400
claims:return                         POST  claim            302  404  404  403  400
claims:void                           POST  claim            302  404  404  403  400
claims:void                           POST  published        302  404  403  403  400
claims:respond                        POST  claim            302  404  404  400  400
claims:grade                          POST  claim            302  404  404  403  409
claims:grade                          POST  published        302  404  403  403  400
claims:unrespond                      POST  claim            302  404  404  400  400
claims:unrespond                      POST  published        302  404  403  400  400
claims:ungrade                        POST  claim            302  404  404  403  400
claims:ungrade                        POST  published        302  404  403  403  400
claims:link                           GET   claim            302  404  404  200  200
claims:propose                        GET   claim,published  302  404  404  200  200
claims:propose                        POST  claim,published  302  404  404  400  400
claims:confirm                        POST  link             302  404  404  403  400
claims:reject                         POST  link             302  404  404  403  400
claims:withdraw                       POST  link             302  404  404  302  302
claims:review                         GET   -                302  403  403  403  200
claims:review_links                   GET   -                302  403  403  403  200
claims:log                            GET   dossier          302  404  403  200  200
claims:log                            POST  dossier          302  404  403  400  400
claims:edit                           GET   claim            302  404  404  200  200
claims:edit                           POST  claim            302  404  404  400  400
claims:edit                           GET   published        302  404  403  200  200
claims:add_figure                     GET   claim            302  404  404  200  200
claims:add_figure                     POST  claim            302  404  404  400  400
claims:edit_figure                    GET   figure           302  404  404  200  200
claims:edit_figure                    POST  figure           302  404  404  400  400
claims:void_figure                    POST  figure           302  404  404  400  400
claims:add_citation                   GET   claim            302  404  404  200  200
claims:add_citation                   POST  claim            302  404  404  400  400
claims:edit_citation                  GET   citation         302  404  404  200  200
claims:edit_citation                  POST  citation         302  404  404  400  400
claims:void_citation                  POST  citation         302  404  404  400  400
claims:capture                        GET   -                302  403  403  200  200
claims:capture                        POST  -                302  403  403  400  400
claims:capture_into                   GET   dossier          302  404  403  200  200
claims:capture_into                   POST  dossier          302  404  403  400  400
claims:desk                           GET   source           302  404  404  200  200
claims:desk_news                      GET   source           302  404  404  200  200
claims:passages                       GET   source           302  404  404  200  200
claims:date_source                    POST  source           302  404  404  400  400
claims:log_passage                    POST  source           302  404  404  302  302
claims:log_proposal                   POST  source,proposal  302  404  404  400  400
claims:paste_text                     POST  source           302  404  404  400  400
claims:read_text                      POST  source           302  404  404  302  302
claims:skip                           POST  source,proposal  302  404  404  302  302
claims:skip                           POST  source,skipped   302  404  404  409  409
claims:take_up                        POST  source,skipped   302  404  404  302  302
claims:take_up                        POST  source,proposal  302  404  404  409  409
claims:suggest_speakers               GET   dossier          302  404  403  200  200
claims:spoke_for                      GET   dossier          302  404  403  204  204
claims:suggest_matters                GET   dossier          302  404  403  200  200
claims:suggest_sources                GET   dossier          302  404  403  200  200
claims:duplicates                     POST  dossier          302  404  403  200  200
claims:read_date                      GET   dossier          302  404  403  200  200
claims:read_figures                   POST  dossier          302  404  403  204  204
claims:guess_kind                     POST  dossier          302  404  403  200  200
claims:merge_speakers                 GET   speaker          302  404  403  403  200
claims:merge_speakers                 POST  speaker          302  404  403  403  400
claims:unmerge_speakers               POST  merge            302  404  403  403  400
claims:import_claims                  GET   dossier          302  404  403  200  200
claims:import_claims                  POST  dossier          302  404  403  400  400
claims:import_template                GET   dossier          302  404  403  200  200
claims:webhooks                       GET   dossier          302  404  403  403  200
claims:make_webhook                   POST  dossier          302  404  403  403  400
claims:end_webhook                    POST  webhook          302  404  403  403  302
claims:send_again                     POST  delivery         302  404  403  403  302
api:root                              GET   -                200  200  200  200  200
api:schema                            GET   -                200  200  200  200  200
api:docs                              GET   -                200  200  200  200  200
sources_api:dossiers                  GET   -                200  200  200  200  200
sources_api:dossiers                  POST  -                401  403  403  400  400
sources_api:dossier                   GET   dossier          404  404  200  200  200
sources_api:dossier                   PATCH dossier          401  404  403  403  400
sources_api:members                   GET   -                200  200  200  200  200
sources_api:members                   POST  +dossier         401  404  403  403  400
sources_api:member                    GET   member           404  404  200  200  200
sources_api:end_membership            POST  member           401  404  403  403  400
sources_api:sides                     GET   -                200  200  200  200  200
sources_api:sides                     POST  +dossier         401  404  403  400  400
sources_api:side                      GET   side             404  404  200  200  200
sources_api:side                      PATCH side             401  404  403  403  400
sources_api:speakers                  GET   -                200  200  200  200  200
sources_api:speakers                  POST  +dossier         401  404  403  400  400
sources_api:speaker                   GET   speaker          404  404  200  200  200
sources_api:speaker                   PATCH speaker          401  404  403  400  400
sources_api:affiliate                 POST  speaker          401  404  403  400  400
sources_api:end_affiliation           POST  affiliation      401  404  403  400  400
sources_api:publishers                GET   -                200  200  200  200  200
sources_api:publisher                 GET   publisher        404  404  404  200  200
sources_api:sources                   GET   -                200  200  200  200  200
sources_api:sources                   POST  +dossier         401  404  403  400  400
sources_api:source                    GET   source           404  404  404  200  200
sources_api:source                    PATCH source           401  404  404  400  400
sources_api:captures                  GET   -                200  200  200  200  200
sources_api:captures                  POST  +source          401  404  404  400  400
sources_api:capture                   GET   capture          404  404  404  200  200
sources_api:passages                  GET   -                200  200  200  200  200
sources_api:passages                  POST  +capture         401  404  404  400  400
sources_api:passage                   GET   passage          404  404  404  200  200
claims_api:changes                    GET   -                200  200  200  200  200
claims_api:log_all                    POST  dossier          401  404  403  415  415
claims_api:claims                     GET   -                200  200  200  200  200
claims_api:claims                     POST  +dossier         401  404  403  400  400
claims_api:claim                      GET   claim            404  404  404  200  200
claims_api:claim                      GET   published        404  404  200  200  200
claims_api:claim                      PATCH claim            401  404  404  400  400
claims_api:claim                      PATCH published        401  404  403  400  400
claims_api:alike                      GET   -                400  400  400  400  400
claims_api:candidates                 GET   claim            404  404  404  200  200
claims_api:candidates                 GET   published        404  404  403  200  200
claims_api:submit                     POST  claim            401  404  404  409  409
claims_api:publish                    POST  claim            401  404  404  403  400
claims_api:publish                    POST  published        401  404  403  403  409
claims_api:return                     POST  claim            401  404  404  403  400
claims_api:void                       POST  claim            401  404  404  403  400
claims_api:void                       POST  published        401  404  403  403  400
claims_api:respond                    POST  claim            401  404  404  400  400
claims_api:grade                      POST  claim            401  404  404  403  409
claims_api:grade                      POST  published        401  404  403  403  400
claims_api:unrespond                  POST  claim            401  404  404  400  400
claims_api:unrespond                  POST  published        401  404  403  400  400
claims_api:ungrade                    POST  claim            401  404  404  403  400
claims_api:ungrade                    POST  published        401  404  403  403  400
claims_api:export                     GET   -                200  200  200  200  200
claims_api:export_claim               GET   claim            404  404  404  200  200
claims_api:export_claim               GET   published        404  404  200  200  200
claims_api:matters                    GET   -                200  200  200  200  200
claims_api:matters                    POST  +dossier         401  404  403  400  400
claims_api:matter                     GET   matter           404  404  200  200  200
claims_api:matter                     PATCH matter           401  404  403  403  400
claims_api:figures                    GET   -                200  200  200  200  200
claims_api:figures                    POST  +claim           401  404  404  400  400
claims_api:figure                     GET   figure           404  404  404  200  200
claims_api:figure                     PATCH figure           401  404  404  400  400
claims_api:void_figure                POST  figure           401  404  404  400  400
claims_api:citations                  GET   -                200  200  200  200  200
claims_api:citations                  POST  +claim           401  404  404  400  400
claims_api:citation                   GET   citation         404  404  404  200  200
claims_api:citation                   PATCH citation         401  404  404  400  400
claims_api:void_citation              POST  citation         401  404  404  400  400
claims_api:responses                  GET   -                200  200  200  200  200
claims_api:response                   GET   response         404  404  200  200  200
claims_api:links                      GET   -                200  200  200  200  200
claims_api:links                      POST  +answer,+target  401  404  403  400  400
claims_api:link                       GET   link             404  404  404  200  200
claims_api:confirm                    POST  link             401  404  404  403  400
claims_api:reject                     POST  link             401  404  404  403  400
claims_api:withdraw                   POST  link             401  404  404  400  400
claims_api:merge_speakers             POST  speaker          401  404  403  403  400
claims_api:merges                     GET   -                200  200  200  200  200
claims_api:merge                      GET   merge            404  404  200  200  200
claims_api:unmerge_speakers           POST  merge            401  404  403  403  400
"""

ROWS = [line.split() for line in TABLE.strip().splitlines()]


def addresses(resolver: URLResolver, space: str = "") -> Iterator[str]:
    """The name of every address of the site, namespace included."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"
        else:
            yield from addresses(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)


def test_every_address_has_a_row():
    assert set(addresses(get_resolver())) == {row[0] for row in ROWS}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_table_says(role, request, world, client_of):
    person = None if role == "anonymous" else request.getfixturevalue(role)

    answers = {
        (name, method, keys): _status(client_of(person), name, method, keys, world) for name, method, keys, *_ in ROWS
    }

    column = 3 + ROLES.index(role)
    assert answers == {tuple(row[:3]): int(row[column]) for row in ROWS}


def test_keys_that_no_row_can_have_are_refused_as_keys_of_none(editor, world, client_of):
    keyed = [row[:3] for row in ROWS if isinstance(_key(world, row[2].strip("+").partition(",")[0]), int)]

    found = {(name, method): _status(client_of(editor), name, method, keys, _Beyond()) for name, method, keys in keyed}

    assert {row: status for row, status in found.items() if status not in (400, 404)} == {}


class _Beyond:
    """A world of keys that are larger than any."""

    def __getattr__(self, name: str) -> int:
        return 10**25


def _status(client, name: str, method: str, keys: str, world) -> int:
    """What the address answers; whatever it did is undone."""
    given = [] if keys == "-" else keys.split(",")
    arguments = [_key(world, key) for key in given if not key.startswith("+")]
    sent = {} if method == "GET" else {"sent": "nothing"}
    sent |= {key[1:]: _key(world, key[1:]) for key in given if key.startswith("+")}
    options = {"content_type": "application/json"} if "_api:" in name and method != "GET" else {}
    with transaction.atomic():
        answer = getattr(client, method.lower())(reverse(name, args=arguments), sent, **options)
        transaction.set_rollback(True)
    return answer.status_code


def _key(world, name: str):
    value = getattr(world, name, name)
    return getattr(value, "pk", value)
