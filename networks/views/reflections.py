"""A leader's log: every page here is for the writer alone."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from networks.forms.reflections import OWN_DATE, ReflectionForm
from networks.models import Reflection
from networks.selectors.reflections import (
    networks_to_choose,
    open_reflection,
    own_reflections,
)
from networks.services.reflections import (
    ReflectionChangedMeanwhile,
    change_reflection,
    delete_reflection,
    write_reflection,
)
from networks.views.signed_in import SignedInRequest
from ui.pagination import page_of

CONFLICT = 409


def own_reflection(request: SignedInRequest, pk: uuid.UUID) -> Reflection:
    """The reflection of this writer, or a 404 for everybody else."""
    return get_object_or_404(own_reflections(request.user), pk=pk)


@never_cache
@login_required
@sensitive_variables()
def reflections(request: SignedInRequest) -> HttpResponse:
    """My reflections, newest first."""
    page = page_of(request, own_reflections(request.user))
    page.object_list = [open_reflection(row) for row in page.object_list]
    return render(request, "networks/reflections.html", {"page": page})


@never_cache
@login_required
@sensitive_variables()
def reflection(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """One of my reflections."""
    context = {"reflection": open_reflection(own_reflection(request, pk))}
    return render(request, "networks/reflection.html", context)


@never_cache
@login_required
@sensitive_post_parameters()
@sensitive_variables()
def reflection_new(request: SignedInRequest) -> HttpResponse:
    """Write one."""
    form = ReflectionForm(
        request.POST or None,
        networks=networks_to_choose(request.user),
        today=timezone.localdate(),
        initial={"network": request.GET.get("netvaerk")},
    )
    if request.method == "POST" and form.is_valid():
        write_reflection(
            writer=request.user,
            network=form.cleaned_data["network"],
            kind=form.chosen_kind(),
            **form.texts(),
            try_by=form.try_by(),
            now=timezone.now(),
            key=form.cleaned_data["key"],
        )
        messages.success(request, _("Saved. Only you can read it."))
        return redirect("reflections")
    return render(request, "networks/reflection_form.html", {"form": form})


@never_cache
@login_required
@sensitive_post_parameters()
@sensitive_variables()
def reflection_edit(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Change one; saved elsewhere meanwhile, both texts are shown."""
    row = own_reflection(request, pk)
    form = ReflectionForm(
        request.POST or None,
        networks=networks_to_choose(request.user, row.network),
        today=timezone.localdate(),
        initial=_as_initial(row),
    )
    context: dict[str, Any] = {"form": form, "reflection": row}
    if request.method == "POST" and form.is_valid():
        try:
            change_reflection(
                reflection=row,
                network=form.cleaned_data["network"],
                kind=form.chosen_kind(),
                texts=form.texts(),
                try_by=form.try_by(),
                expected_revision=form.cleaned_data["revision"] or 0,
                now=timezone.now(),
            )
        except ReflectionChangedMeanwhile as error:
            return _conflict(request, form, row, error)
        messages.success(request, _("Saved. Only you can read it."))
        return redirect("reflection", row.pk)
    return render(request, "networks/reflection_form.html", context)


@sensitive_variables()
def _conflict(
    request: SignedInRequest,
    form: ReflectionForm,
    row: Reflection,
    error: ReflectionChangedMeanwhile,
) -> HttpResponse:
    """What was typed here stays in the form; what was saved elsewhere stands above it."""
    saved = own_reflection(request, row.pk)
    form.add_error(None, error.message)
    form.data = form.data.copy()
    form.data["revision"] = str(saved.revision)
    context = {"form": form, "reflection": row, "theirs": open_reflection(saved)}
    return render(request, "networks/reflection_form.html", context, status=CONFLICT)


@sensitive_variables()
def _as_initial(row: Reflection) -> dict[str, Any]:
    opened = open_reflection(row)
    return {
        "happened": opened.happened,
        "learned": opened.learned,
        "to_try": opened.to_try,
        "when": OWN_DATE if row.try_by else "",
        "own_date": row.try_by,
        "network": row.network_id,
        "kind": row.kind,
        "revision": row.revision,
    }


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def reflection_delete(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask once more, then delete it for good."""
    row = own_reflection(request, pk)
    if request.method != "POST":
        return render(request, "networks/reflection_delete.html", {"reflection": row})
    delete_reflection(reflection=row)
    messages.success(request, _("It is deleted."))
    return redirect("reflections")
