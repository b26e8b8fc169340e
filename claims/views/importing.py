"""Statements from a table: hand it in, see how each row is read, put right what is wrong, log them all or none."""

import csv
import io

import tablib
from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from claims.export.tables import safe
from claims.forms import tables
from claims.forms.columns import EXAMPLE, TEMPLATE
from claims.forms.importing import Import, Row, UploadForm, packed, rows_of, unpacked
from claims.operations import entry
from claims.permissions import require_in_dossier
from config.errors import Problem
from config.http import render_page
from sources.models import Dossier

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
def import_claims(request, pk):
    dossier = _worked_on(request, pk)
    form = UploadForm(request.POST or None, request.FILES or None) if "rows" not in request.POST else UploadForm()
    if "rows" not in request.POST and not form.is_valid():
        return _page(request, dossier, form, status=400 if form.is_bound else 200)
    try:
        rows, unread = _rows(request, form)
    except ValidationError as error:
        form.add_error("upload", error) if form.is_bound else messages.error(request, error.messages[0])
        return _page(request, dossier, form, status=400)
    found = Import(rows, dossier=dossier, by=request.user)
    if request.POST.get("do") != "import" or found.wrong or not found.counted:
        return _page(request, dossier, UploadForm(), found, unread, status=400 if found.wrong else 200)
    return _import(request, dossier, found)


def _rows(request, form: UploadForm) -> tuple[list[Row], list[str]]:
    if "rows" in request.POST:
        return unpacked(request.POST["rows"], request.POST), []
    upload = form.cleaned_data["upload"]
    if upload.size > tables.LARGEST:
        raise ValidationError(f"This file is larger than {tables.LARGEST // 2**20} MiB. Split it.")
    return rows_of(tables.read(upload.read()))


def _import(request, dossier: Dossier, found: Import) -> HttpResponse:
    rows = found.counted
    read = [lambda row=row: found.read(row) for row in rows]
    logged = entry.enter_all(dossier, by=request.user, rows=read, whole=True)
    refused = [(row, problem) for row, problem in zip(rows, logged, strict=True) if isinstance(problem, Problem)]
    if not refused:
        said = f"{len(logged)} statement{'s' if len(logged) > 1 else ''} logged: they wait for review."
        messages.success(request, said)
        return redirect(f"{reverse('claims:list')}?dossier={dossier.pk}&status=submitted")
    for row, problem in refused:
        found.refuse(row, problem)
    return _page(request, dossier, UploadForm(), found, status=max(problem.status for _, problem in refused))


@require_safe
def import_template(request, pk):
    """The columns, with one row to show what goes in: as CSV, or as a workbook."""
    dossier = _worked_on(request, pk)
    form = request.GET.get("format", "csv")
    if form not in ("csv", "xlsx"):
        raise BadRequest("The template comes as csv and as xlsx.")
    sides = [side.name for side in dossier.sides.all()[:1]]
    example = EXAMPLE | {"side": sides[0]} if sides else EXAMPLE
    rows = [TEMPLATE, [safe(example.get(column, "")) for column in TEMPLATE]]
    response = (
        HttpResponse(_xlsx(rows), XLSX) if form == "xlsx" else HttpResponse(_csv(rows), "text/csv; charset=utf-8")
    )
    response["Content-Disposition"] = f'attachment; filename="statements.{form}"'
    return response


def _csv(rows) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8-sig")  # by the mark, spreadsheets know the alphabet


def _xlsx(rows) -> bytes:
    headers, *rest = map(list, rows)
    return tablib.Dataset(*rest, headers=headers, title="Statements").export("xlsx")


def _worked_on(request, pk) -> Dossier:
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user), pk=pk)
    require_in_dossier(request.user, "log", dossier.pk)
    return dossier


def _page(request, dossier, form, found: Import | None = None, unread=(), *, status=200) -> HttpResponse:
    context = {
        "dossier": dossier,
        "form": form,
        "found": found,
        "packed": packed(found.rows) if found else "",
        "unread": unread,
        "most": tables.MOST,
        "sides": dossier.sides.all(),
    }
    return render_page(request, "claims/import_claims.html", context, status=status)
