"""Documents of a meeting: put there, fetched as a file and never as a page, deleted."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts.errors import PortalError
from accounts.signed_in import SignedInRequest
from networks.forms.minutes import DocumentForm
from networks.models import Document
from networks.services.documents import delete_document, upload_document
from networks.views.minutes import meeting_inside
from ui.refusals import add_refusal


@login_required
def document_upload(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose a file; what is refused says why beside the field."""
    meeting = meeting_inside(request, pk)
    form = DocumentForm(request.POST, request.FILES) if request.method == "POST" else DocumentForm()
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            upload_document(
                meeting=meeting,
                name=file.name,
                data=file.read(),
                by=request.user,
                now=timezone.now(),
            )
        except PortalError as refusal:
            add_refusal(form, refusal, "file")
        else:
            messages.success(request, _("The document is with the meeting."))
            return redirect("meeting", pk)
    context = {"form": form, "meeting": meeting, "network": meeting.network}
    return render(request, "networks/document_upload.html", context)


@login_required
@sensitive_variables("content")
def document_download(request: SignedInRequest, pk: int) -> HttpResponse:
    """The file, to be saved: no browser opens it as a page of the portal."""
    document = _document(request, pk)
    content = bytes(document.content.data)
    response = HttpResponse(content, content_type=document.content_type)
    response["Content-Disposition"] = content_disposition_header(True, document.name) or ""
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
def document_delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask once, then delete for good."""
    document = _document(request, pk)
    if not request.user.has_perm("networks.delete_document", document):
        raise PermissionDenied
    meeting = document.meeting
    if request.method == "POST":
        delete_document(document=document, by=request.user)
        messages.success(request, _("The document is deleted."))
        return redirect("meeting", meeting.pk)
    context = {"document": document, "meeting": meeting, "network": meeting.network}
    return render(request, "networks/document_delete.html", context)


def _document(request: SignedInRequest, pk: int) -> Document:
    rows = Document.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("meeting__network__municipality"), pk=pk)
