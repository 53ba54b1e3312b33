"""The school holidays that are pointed out beside dates."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.choices import Role
from accounts.errors import PortalError
from accounts.signed_in import SignedInRequest
from networks.forms.holidays import HolidayForm
from networks.models import SchoolHoliday
from networks.services.holidays import add_school_holiday, remove_school_holiday
from ui.pagination import page_of
from ui.refusals import add_refusal


@login_required
def school_holidays(request: SignedInRequest) -> HttpResponse:
    """All of them, the newest first; directors add their own municipality's, KLK any."""
    if not request.user.held_roles:
        raise PermissionDenied
    adds = request.user.has_role(Role.DIRECTOR, Role.KLK_ADMIN)
    form = HolidayForm(request.POST or None, user=request.user) if adds else None
    if request.method == "POST" and form is None:
        raise PermissionDenied
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            add_school_holiday(**form.cleaned_data, by=request.user)
        except PortalError as error:
            add_refusal(form, error, "ends_on")
        else:
            messages.success(request, _("Saved."))
            return redirect("school_holidays")
    rows = SchoolHoliday.objects.visible_to(request.user).select_related("municipality")
    page = page_of(request, rows.order_by("-starts_on", "pk"))
    for row in page:
        row.may_change = request.user.has_perm("networks.change_schoolholiday", row)
    return render(request, "networks/school_holidays.html", {"page": page, "form": form})


@login_required
@require_POST
def school_holiday_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take one away."""
    holiday = get_object_or_404(SchoolHoliday.objects.visible_to(request.user), pk=pk)
    if not request.user.has_perm("networks.change_schoolholiday", holiday):
        raise PermissionDenied
    remove_school_holiday(holiday=holiday, by=request.user)
    messages.success(request, _("Removed."))
    return redirect("school_holidays")
