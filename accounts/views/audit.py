"""/organisation/aendringer/: who changed what."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.forms.audit import ChangesFilter
from accounts.selectors.audit import changes_of, described, may_read_changes
from ui.pagination import page_of

# As many as anybody leafs through; older ones are found by day. Counting all would grow for ever.
LISTED = 2500


@login_required
@require_safe
def audit_trail(request: HttpRequest) -> HttpResponse:
    """A director's own municipality, KLK administration's all of them."""
    if not may_read_changes(request.user):
        raise PermissionDenied
    form = ChangesFilter(request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = page_of(request, changes_of(user=request.user, **wanted), at_most=LISTED)
    page.object_list = described(page.object_list)
    return render(request, "accounts/audit.html", {"page": page, "form": form})
