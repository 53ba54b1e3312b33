"""One's own reflections: nobody else gets further than a 404.

What is typed and what is opened stays out of error reports: `sensitive_post_parameters` covers the
request, `sensitive_variables` the view and everything it calls.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from accounts.signed_in import SignedInRequest
from networks.forms.reflections import ReflectionForm
from networks.models import Network, Reflection
from networks.selectors.reflections import opened, own_networks, titles
from networks.services.reflections import (
    NotYourNetwork,
    ReflectionChangedMeanwhile,
    ReflectionIsGone,
    change_reflection,
    delete_reflection,
    write_reflection,
)
from ui.pagination import page_of
from ui.refusals import add_refusal

CONFLICT = 409
LISTED = ("writer", "network__name", "happened", "try_by", "created_at")  # nothing else is opened
PER_PAGE = 8  # each is opened with its key before a word of it is shown
View = Callable[..., HttpResponse]


def private(view: View) -> View:
    """For the writer's eyes: in no error report and in no cache, not even the browser's own."""

    @login_required
    @never_cache
    @sensitive_post_parameters()
    @sensitive_variables()
    @wraps(view)
    def kept_private(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    return kept_private


def own_reflection(request: SignedInRequest, pk: Any, action: str = "view") -> Reflection:
    """The writer's reflection, or a 404."""
    rows = Reflection.objects.visible_to(request.user).select_related("network", "writer")
    row = get_object_or_404(rows, pk=pk)
    if not request.user.has_perm(f"networks.{action}_reflection", row):
        raise PermissionDenied
    return row


@private
def reflections(request: SignedInRequest) -> HttpResponse:
    """My reflections, the newest first."""
    rows = Reflection.objects.visible_to(request.user).order_by("-created_at", "pk")
    page = page_of(request, rows.select_related("network").only(*LISTED), PER_PAGE)
    return render(
        request, "networks/reflection_list.html", {"page": page, "titles": titles(page.object_list)}
    )


@private
def reflection_new(request: SignedInRequest) -> HttpResponse:
    """Write one; who can read it stands before the first word."""
    form = ReflectionForm(
        request.POST or None,
        networks=own_networks(request.user),
        network=request.GET.get("netvaerk", ""),
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = write_reflection(
                writer=request.user,
                **form.values(),
                key=form.cleaned_data["key"],
                now=timezone.now(),
            )
        except NotYourNetwork as error:
            add_refusal(form, error, "network")
        else:
            messages.success(request, _("Saved. Only you can read it."))
            return redirect("reflection", row.pk)
    return render(request, "networks/reflection_form.html", {"form": form})


@private
def reflection(request: SignedInRequest, pk: Any) -> HttpResponse:
    """Read one."""
    row = own_reflection(request, pk)
    return render(request, "networks/reflection.html", {"row": row, "texts": opened(row).texts})


@private
def reflection_edit(request: SignedInRequest, pk: Any) -> HttpResponse:
    """Change one; whoever has it open twice loses neither text."""
    row = own_reflection(request, pk, "change")
    texts = opened(row).texts
    if texts is None:
        return redirect("reflection", pk)
    form = ReflectionForm(
        request.POST or None, networks=_choosable(request, row), reflection=row, texts=texts
    )
    if request.method == "POST" and form.is_valid():
        return _save(request, row, form)
    return render(request, "networks/reflection_form.html", {"form": form, "row": row})


def _choosable(request: SignedInRequest, row: Reflection) -> QuerySet[Network]:
    """The writer's networks, and the one that the reflection has: it may stay after leaving."""
    own = own_networks(request.user).values("pk")
    return Network.objects.filter(Q(pk__in=own) | Q(pk=row.network_id)).in_danish_order()


def _save(request: SignedInRequest, row: Reflection, form: ReflectionForm) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "row": row}
    try:
        change_reflection(
            reflection=row,
            texts=form.texts(),
            **form.plain(),
            expected_revision=form.cleaned_data["revision"],
            now=timezone.now(),
        )
    except ReflectionChangedMeanwhile as error:
        form.at_revision(error.revision)
        context["theirs"] = opened(own_reflection(request, row.pk)).texts
        return render(request, "networks/reflection_form.html", context, status=CONFLICT)
    except (NotYourNetwork, ReflectionIsGone) as error:
        add_refusal(form, error, "network" if isinstance(error, NotYourNetwork) else None)
        return render(request, "networks/reflection_form.html", context, status=CONFLICT)
    messages.success(request, _("Saved. Only you can read it."))
    return redirect("reflection", row.pk)


@private
def reflection_delete(request: SignedInRequest, pk: Any) -> HttpResponse:
    """Ask once, then delete for good."""
    row = own_reflection(request, pk, "delete")
    if request.method == "POST":
        delete_reflection(reflection=row)
        messages.success(request, _("The reflection is deleted."))
        return redirect("reflections")
    return render(request, "networks/reflection_delete.html", {"row": row})
