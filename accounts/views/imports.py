"""/organisation/…/import/: a list of institutions and leaders, step by step."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.errors import PortalError
from accounts.forms.imports import MappingForm, UploadForm
from accounts.models import Organisation, StaffImport
from accounts.models.imports import ImportState
from accounts.selectors import import_shown
from accounts.selectors.import_report import changes_anything
from accounts.services.imports import (
    ask_to_invite,
    choose_columns,
    confirm_import,
    upload_staff_file,
)
from accounts.signed_in import SignedInRequest
from accounts.staff_files.example import example_list
from ui.pagination import page_of
from ui.refusals import add_refusal


@login_required
def import_upload(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose a file. Its rows are read and kept, and nothing else happens."""
    municipality = _municipality(request, pk)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            staff_import = upload_staff_file(
                municipality=municipality,
                stream=file,
                file_name=file.name,
                by=request.user,
                now=timezone.now(),
            )
        except PortalError as refusal:
            add_refusal(form, refusal, "file")
        else:
            return redirect("import_mapping", staff_import.pk)
    context = {
        "form": form,
        "organisation": municipality,
        "earlier": import_shown.earlier_imports(municipality, request.user),
        "steps": import_shown.steps(None, 1),
    }
    return render(request, "accounts/import_upload.html", context)


@login_required
def import_example(request: SignedInRequest, pk: int) -> HttpResponse:
    """A small list to start from."""
    _municipality(request, pk)
    response = HttpResponse(example_list(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="eksempel.csv"'
    return response


@login_required
def import_mapping(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what the columns hold, then see what the list would change."""
    staff_import = _import(request, pk, with_rows=True)
    if staff_import.state in (ImportState.WRITING, ImportState.DONE):
        return redirect("import", pk)
    form = MappingForm(
        request.POST if request.method == "POST" else None, staff_import=staff_import
    )
    if form.is_bound and form.is_valid():
        try:
            choose_columns(staff_import=staff_import, mapping=form.mapping, now=timezone.now())
        except PortalError as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("import", pk)
    context = {"form": form, **_context(staff_import, 2)}
    return render(request, "accounts/import_mapping.html", context)


@login_required
def import_page(request: SignedInRequest, pk: int) -> HttpResponse:
    """Where an import stands: its preview, its progress, or what came of it."""
    staff_import = _import(request, pk)
    if staff_import.state == ImportState.UPLOADED:
        return redirect("import_mapping", pk)
    if staff_import.state == ImportState.WRITING:
        return redirect("import_progress", pk)
    if staff_import.state == ImportState.DONE:
        return _done(request, staff_import)
    if staff_import.state == ImportState.FAILED:
        return render(request, "accounts/import_failed.html", _context(staff_import, 4))
    return _preview(request, staff_import)


def _preview(request: SignedInRequest, staff_import: StaffImport) -> HttpResponse:
    report = staff_import.report
    part = import_shown.part_asked(report, request.GET.get("vis", ""))
    page = page_of(request, report[part])
    page.object_list = import_shown.shown(staff_import, part, list(page))
    context = {
        "report": report,
        "counts": import_shown.shown_counts(report),
        "part": part,
        "tabs": import_shown.tabs(staff_import, part),
        "page": page,
        "may_confirm": changes_anything(report),
        **_context(staff_import, 3),
    }
    return render(request, "accounts/import_preview.html", context)


def _done(request: SignedInRequest, staff_import: StaffImport) -> HttpResponse:
    context = {
        "counts": import_shown.shown_counts(staff_import.report),
        "report": staff_import.report,
        "to_invite": import_shown.number_to_invite(staff_import, timezone.now()),
        "invite": staff_import.report.get("invite"),
        **_context(staff_import, 5),
    }
    return render(request, "accounts/import_done.html", context)


@login_required
@require_POST
def import_confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write the list as its preview shows it, unless the preview is out of date."""
    staff_import = _import(request, pk)
    try:
        after = confirm_import(
            staff_import=staff_import,
            digest=request.POST.get("digest", ""),
            by=request.user,
            now=timezone.now(),
        )
    except PortalError as refusal:
        messages.error(request, str(refusal))
        return redirect("import", pk)
    return redirect("import_progress" if after.state == ImportState.WRITING else "import", pk)


@login_required
def import_progress(request: SignedInRequest, pk: int) -> HttpResponse:
    """How far the writing is; htmx asks for the fragment every second."""
    staff_import = _import(request, pk)
    page = "_import_progress" if request.htmx else "import_progress"
    is_over = staff_import.state != ImportState.WRITING
    context = {"is_over": is_over, **_context(staff_import, 4)}
    return render(request, f"accounts/{page}.html", context)


@login_required
@require_POST
def import_invite(request: SignedInRequest, pk: int) -> HttpResponse:
    """Invite all leaders of the municipality who have never signed in."""
    staff_import = _import(request, pk)
    if not request.user.has_perm("accounts.invite_to_organisation", staff_import.municipality):
        raise PermissionDenied
    ask_to_invite(staff_import=staff_import, by=request.user, now=timezone.now())
    messages.success(request, _("The invitations are on their way."))
    return redirect("import", pk)


def _municipality(request: SignedInRequest, pk: int) -> Organisation:
    visible = Organisation.objects.visible_to(request.user).municipalities()
    municipality = get_object_or_404(visible, pk=pk)
    if not request.user.has_perm("accounts.import_into_organisation", municipality):
        raise PermissionDenied
    return municipality


def _import(request: SignedInRequest, pk: int, *, with_rows: bool = False) -> StaffImport:
    visible = StaffImport.objects.visible_to(request.user).select_related("municipality")
    staff_import = get_object_or_404(visible if with_rows else visible.defer("rows"), pk=pk)
    if not request.user.has_perm("accounts.confirm_staffimport", staff_import):
        raise PermissionDenied
    return staff_import


def _context(staff_import: StaffImport, step: int) -> dict[str, Any]:
    """What every page of an import shows."""
    return {
        "staff_import": staff_import,
        "organisation": staff_import.municipality,
        "steps": import_shown.steps(staff_import, step),
    }
