"""Who changed it: in a request, right after signing in, in a task, in a command."""

import threading

import pytest
from auditlog.middleware import AuditlogMiddleware
from celery import shared_task
from celery.contrib.testing.worker import start_worker
from django.contrib.auth import login
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import RequestFactory

from accounts.models import Organisation, User
from audit.context import acting
from audit.models import AuditEntry
from klk_portal.celery import app as celery_app

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def rename(organisation, name):
    organisation.name = name
    organisation.save()


def newest():
    return AuditEntry.objects.order_by("-pk").first()


def answered(user, change):
    """Run `change(request)` in a request of `user`, with the middleware that the portal has."""
    request = RequestFactory().get("/")
    request.user, request.session = user, SessionStore()

    def view(request):
        change(request)
        return HttpResponse()

    AuditlogMiddleware(view)(request)


def test_in_a_request_it_is_the_person_signed_in(director, day_care):
    answered(director, lambda request: rename(day_care, "Åen 2"))
    entry = newest()
    assert (entry.actor, entry.actor_email, entry.source) == (director, director.email, "")
    assert entry.changes == {"name": ["Børnehuset Åen", "Åen 2"]}


def test_nobody_signed_in_is_nobody(day_care):
    answered(AnonymousUser(), lambda request: rename(day_care, "Åen 2"))
    assert (newest().actor, newest().actor_email) == (None, None)


def test_who_signs_in_acts_from_then_on(leader, day_care):
    def change(request):
        login(request, leader, backend=BACKEND)
        rename(day_care, "Åen 2")

    answered(AnonymousUser(), change)
    assert newest().actor == leader


def test_one_persons_request_is_not_anothers(director, leader, day_care):
    answered(director, lambda request: None)
    answered(leader, lambda request: rename(day_care, "Åen 2"))
    assert newest().actor == leader
    rename(day_care, "Åen 3")
    assert newest().actor is None


def test_a_command_names_itself(day_care):
    with acting("command: load_demo"):
        rename(day_care, "Åen 2")
    assert (newest().source, newest().actor) == ("command: load_demo", None)
    rename(day_care, "Åen 3")
    assert newest().source == ""


def test_a_task_for_a_person_names_both(director, day_care):
    with acting("task: accounts.import", director):
        rename(day_care, "Åen 2")
    assert (newest().source, newest().actor) == ("task: accounts.import", director)


def test_the_person_of_the_request_is_back_after_a_command_inside(director, leader, day_care):
    def change(request):
        with acting("command: inside", leader):
            rename(day_care, "Åen 2")
        rename(day_care, "Åen 3")

    answered(director, change)
    inside, after = AuditEntry.objects.order_by("pk")[AuditEntry.objects.count() - 2 :]
    assert [inside.actor, after.actor] == [leader, director]


def test_threads_do_not_mix_people_up(director, leader, day_care, other_day_care, monkeypatch):
    """Two requests at once; the context is each thread's own."""
    both, seen = threading.Barrier(2), {}
    monkeypatch.setattr(
        AuditEntry, "save", lambda entry, **kwargs: seen.update({entry.object_repr: entry.actor})
    )
    from django.db.models.signals import pre_save

    def change(request):
        both.wait()
        entry = AuditEntry(object_repr=request.user.email)
        pre_save.send(AuditEntry, instance=entry)
        entry.save()
        both.wait()

    threads = [
        threading.Thread(target=answered, args=(user, change)) for user in (director, leader)
    ]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert seen == {director.email: director, leader.email: leader}


@shared_task(name="tests.rename")
def rename_task(pk, name):
    rename(Organisation.objects.get(pk=pk), name)


@pytest.mark.django_db(transaction=True)
def test_a_workers_task_names_itself(day_care):
    with start_worker(celery_app, pool="solo", perform_ping_check=False, shutdown_timeout=30):
        rename_task.delay(day_care.pk, "Åen 2")
        for _ in range(200):
            if newest().source:
                break
            threading.Event().wait(0.05)
    assert newest().source == "task: tests.rename"


def test_a_task_called_in_place_belongs_to_its_caller(director, day_care):
    answered(director, lambda request: rename_task.apply((day_care.pk, "Åen 2")))
    assert (newest().actor, newest().source) == (director, "")


def test_a_deleted_persons_entries_keep_the_address(director, day_care):
    answered(director, lambda request: rename(day_care, "Åen 2"))
    entry = newest()
    director.role_holdings.all().delete()
    User.objects.get(pk=director.pk).delete()
    entry.refresh_from_db()
    assert (entry.actor, entry.actor_email) == (None, "direktor@gentofte.example")
