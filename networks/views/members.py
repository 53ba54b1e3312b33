"""Who is in a network: inviting, joining, answering, deciding, leaving, coordinating."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.choices import LeaderLevel
from accounts.errors import PortalError
from accounts.signed_in import SignedInRequest
from networks.choices import Admission, MembershipState
from networks.forms.members import CoordinatorForm, InviteLeaderForm, SearchForm
from networks.models import Membership, Network
from networks.selectors.members import (
    assignments_of,
    hierarchy_advice,
    leaders_to_invite,
    members_of,
    past_of,
    waiting_of,
)
from networks.selectors.networks import sees_names_in, visible_networks
from networks.services import membership as service
from networks.services.duties import NotAMember, name_coordinator
from ui.pagination import page_of
from ui.refusals import add_refusal

FIRST_FEW = 10
WAITING, PAST = "venter", "tidligere"


def network_for(request: SignedInRequest, pk: int, action: str) -> Network:
    """The network with the caller's right to `action`, or 404, or 403."""
    network = get_object_or_404(Network.objects.visible_to(request.user), pk=pk)
    if not request.user.has_perm(f"networks.{action}_network", network):
        raise PermissionDenied
    return network


def membership_for(request: SignedInRequest, pk: int, action: str) -> Membership:
    """The membership with the caller's right to `action`, or 404, or 403."""
    rows = Membership.objects.visible_to(request.user).select_related("network", "user")
    membership = get_object_or_404(rows, pk=pk)
    if not request.user.has_perm(f"networks.{action}_membership", membership):
        raise PermissionDenied
    return membership


def tell(request: SignedInRequest, change: Callable[[], object], done: str) -> None:
    """Make a change and say how it went; a refusal is told as it is."""
    try:
        change()
    except PortalError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)


@login_required
def network_members(request: SignedInRequest, pk: int) -> HttpResponse:
    """Members, who waits, who has left, and the consultants."""
    network = get_object_or_404(visible_networks(request.user), pk=pk)
    if not sees_names_in(request.user, network):
        raise PermissionDenied
    today = timezone.localdate()
    context: dict[str, Any] = {
        "network": network,
        "steers": request.user.has_perm("networks.change_network", network),
        "sees_contacts": request.user.has_perm("networks.view_inside_network", network),
    }
    others = {WAITING: waiting_of(network, today), PAST: past_of(network)}
    sees_all = request.user.has_perm("networks.redesign_network", network)
    if sees_all and (kind := request.GET.get("vis", "")) in others:
        context |= {"kind": kind, "page": page_of(request, others[kind])}
        return render(request, "networks/members_others.html", context)
    context["page"] = page_of(request, members_of(network, today))
    context["assignments"] = assignments_of(network, today)
    if sees_all:
        context["waiting"], context["more_waiting"] = first_of(others[WAITING])
        context["past"], context["more_past"] = first_of(others[PAST])
    return render(request, "networks/members.html", context)


def first_of(rows: QuerySet[Membership]) -> tuple[list[Membership], bool]:
    """The first few, and whether there are more."""
    some = list(rows[: FIRST_FEW + 1])
    return some[:FIRST_FEW], len(some) > FIRST_FEW


@login_required
def network_invite(request: SignedInRequest, pk: int) -> HttpResponse:
    """Find leaders and invite them one by one."""
    network = network_for(request, pk, "invite_to")
    today = timezone.localdate()
    search = SearchForm(request.GET or None)
    words = search.cleaned_data["q"] if search.is_valid() else ""
    if request.method == "POST":
        _invite(request, network)
        return redirect(request.get_full_path())
    design = network.design_in_force
    level = design.leader_level if design else ""
    page = page_of(request, leaders_to_invite(network, today, words, level=level))
    advice = hierarchy_advice(network, page, today)
    for person in page:
        person.advice = advice.get(person.pk, "")
        person.level_words = LeaderLevel(person.level).label if person.level else ""
    taken = network.memberships.active().count()
    context = {
        "network": network,
        "search": search,
        "page": page,
        "is_full": network.size_max is not None and taken >= network.size_max,
    }
    return render(request, "networks/member_invite.html", context)


def _invite(request: SignedInRequest, network: Network) -> None:
    form = InviteLeaderForm(request.POST, network=network, today=timezone.localdate())
    if not form.is_valid():
        messages.error(request, _("This person cannot be invited, or has been invited already."))
        return
    person = form.cleaned_data["person"]
    tell(
        request,
        lambda: service.invite_leader(
            network=network, person=person, by=request.user, now=timezone.now()
        ),
        _("%(who)s is invited and gets an e-mail.") % {"who": person},
    )


@login_required
@require_POST
def network_join(request: SignedInRequest, pk: int) -> HttpResponse:
    """Join an open network, or ask where one asks first."""
    network = network_for(request, pk, "join")
    now = timezone.now()
    if network.admission == Admission.REQUEST:
        done = _("You have asked to join. You get an e-mail with the answer.")
        tell(
            request,
            lambda: service.ask_to_join(network=network, person=request.user, now=now),
            done,
        )
    else:
        done = _("Welcome. You are now a member of %(network)s.") % {"network": network}
        tell(
            request,
            lambda: service.join_network(network=network, person=request.user, now=now),
            done,
        )
    return redirect("network", pk)


@login_required
@require_POST
def membership_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Yes or no to an invitation."""
    membership = membership_for(request, pk, "answer")
    now, answer = timezone.now(), request.POST.get("answer", "")
    if answer == "yes":
        done = _("Welcome. You are now a member of %(network)s.")
        tell(
            request,
            lambda: service.accept_invitation(membership=membership, now=now),
            done % {"network": membership.network},
        )
    elif answer == "no":
        tell(
            request,
            lambda: service.decline_invitation(membership=membership, now=now),
            _("You have said no. Nobody asks why."),
        )
    else:
        messages.error(request, _("Say yes or no."))
    return to_network_or_list(request, membership.network_id)


def to_network_or_list(request: SignedInRequest, network_id: int) -> HttpResponse:
    """Back to the network, or to the list for somebody who can no longer see it."""
    visible = Network.objects.visible_to(request.user).filter(pk=network_id)
    return redirect("network", network_id) if visible.exists() else redirect("networks")


@login_required
def network_leave(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask once more, then leave."""
    been = (MembershipState.ACTIVE, MembershipState.LEFT)
    own = Membership.objects.visible_to(request.user).filter(user=request.user, state__in=been)
    membership = own.filter(network=pk).select_related("network").order_by("-pk").first()
    if membership is None or not _can_leave(request, membership):
        raise Http404
    if not request.user.has_perm("networks.leave_membership", membership):
        raise PermissionDenied
    if request.method != "POST":
        context = {"network": membership.network, "membership": membership}
        return render(request, "networks/member_leave.html", context)
    done = _("You have left %(network)s. Your reflections are still yours.")
    tell(
        request,
        lambda: service.leave_network(membership=membership, now=timezone.now()),
        done % {"network": membership.network},
    )
    return to_network_or_list(request, pk)


def _can_leave(request: SignedInRequest, membership: Membership) -> bool:
    """A member of a network they see; a second click finds somebody who has left."""
    if membership.state == MembershipState.LEFT:
        return request.method == "POST"
    return Network.objects.visible_to(request.user).filter(pk=membership.network_id).exists()


@login_required
@require_POST
def membership_decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """Yes or no to somebody who asked to join."""
    membership = membership_for(request, pk, "decide")
    decision = request.POST.get("decision", "")
    if decision not in ("yes", "no"):
        messages.error(request, _("Say yes or no."))
        return redirect("network_members", membership.network_id)
    accept = decision == "yes"
    who = {"who": membership.user}
    done = _("%(who)s is now a member.") % who if accept else _("%(who)s gets a no.") % who
    tell(
        request,
        lambda: service.decide_request(
            membership=membership, accept=accept, by=request.user, now=timezone.now()
        ),
        done,
    )
    return redirect("network_members", membership.network_id)


@login_required
@require_POST
def membership_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take back an invitation, or one's own request."""
    membership = membership_for(request, pk, "withdraw")
    tell(
        request,
        lambda: service.withdraw_membership(
            membership=membership, by=request.user, now=timezone.now()
        ),
        _("It has been withdrawn."),
    )
    if membership.user_id == request.user.pk:
        return to_network_or_list(request, membership.network_id)
    return redirect("network_members", membership.network_id)


@login_required
def membership_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask once more, then end somebody's membership."""
    membership = membership_for(request, pk, "remove")
    if request.method != "POST":
        context = {"network": membership.network, "membership": membership}
        return render(request, "networks/member_remove.html", context)
    tell(
        request,
        lambda: service.remove_member(membership=membership, by=request.user, now=timezone.now()),
        _("%(who)s is no longer a member and gets an e-mail.") % {"who": membership.user},
    )
    return redirect("network_members", membership.network_id)


@login_required
def network_coordinator(request: SignedInRequest, pk: int) -> HttpResponse:
    """Name the member who coordinates from a day on."""
    network = network_for(request, pk, "change")
    form = CoordinatorForm(request.POST or None, network=network, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        member = form.cleaned_data["member"]
        try:
            name_coordinator(
                membership=member, starts_on=form.cleaned_data["starts_on"], by=request.user
            )
        except NotAMember as error:
            add_refusal(form, error, "member")
        else:
            done = _("%(who)s is named coordinator.") % {"who": member.user}
            messages.success(request, done)
            return redirect("network_members", pk)
    return render(request, "networks/member_coordinator.html", {"network": network, "form": form})
