"""/konto/: what a person sees and decides about their own sign-in."""

from __future__ import annotations

import pytest

from accounts.models import User
from notifications.models import Message
from tests.accounts.test_mails import link_in
from tests.conftest import PASSWORD

HOME = "/konto/"
PROFILE = "/konto/profil/"
EMAIL = "/konto/e-mail/"
PASSWORD_PAGE = "/konto/adgangskode/"
NEW_PASSWORD = "fire helt nye ord"


@pytest.mark.parametrize(
    "page",
    [
        HOME,
        PROFILE,
        EMAIL,
        PASSWORD_PAGE,
        "/konto/totrin/",
        "/konto/sessioner/",
        "/konto/adgangsnoegler/",
        "/konto/gemt-tekst/",
    ],
)
def test_strangers_sign_in_first(client, db, page):
    response = client.get(page)
    assert (response.status_code, response.url) == (302, f"/konto/log-ind/?next={page}")


def test_it_says_what_the_person_is(signed_in, director):
    page = signed_in(director, "en").get(HOME).content.decode()
    assert "Mette Holm" in page
    assert "Director, Gentofte Kommune" in page


def test_it_leads_to_the_calendar_of_ones_own(signed_in, director):
    assert 'href="/netvaerk/kalender/"' in signed_in(director).get(HOME).content.decode()


def test_without_a_role_the_account_still_opens(signed_in, leader):
    leader.role_holdings.all().delete()
    assert "no role at the moment" in signed_in(leader, "en").get(HOME).content.decode()


def test_few_queries(signed_in, director, django_assert_max_num_queries):
    browser = signed_in(director)
    with django_assert_max_num_queries(12):
        browser.get(HOME)


def profile(**changes: str) -> dict[str, str]:
    return {"first_name": "Mette", "last_name": "Holm", "phone": "", "language": "da", **changes}


def test_name_phone_and_language_change(signed_in, director):
    fields = profile(first_name="Mette Østergård", phone="+45 12 34 56 78", language="en")
    response = signed_in(director).post(PROFILE, fields)
    assert (response.status_code, response.url) == (302, HOME)
    director.refresh_from_db()
    assert (director.first_name, director.phone, director.language) == (
        "Mette Østergård",
        "+45 12 34 56 78",
        "en",
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"first_name": ""},
        {"first_name": "x" * 101},
        {"last_name": "y" * 101},
        {"phone": "1" * 31},
        {"phone": "<script>"},
        {"language": "de"},
    ],
)
def test_bad_input_is_refused_and_kept_on_the_page(signed_in, director, changes):
    response = signed_in(director).post(PROFILE, profile(**changes))
    assert response.status_code == 200
    (field,) = changes
    assert response.context["form"].errors[field]
    assert response.context["form"][field].value() == changes[field]
    assert User.objects.get(pk=director.pk).first_name == "Mette"


def test_scripts_letters_from_right_to_left_and_emoji_are_only_text(signed_in, director):
    name = "<script>alert(1)</script> \u202eמטה 😀"
    browser = signed_in(director)
    browser.post(PROFILE, profile(first_name=name))
    director.refresh_from_db()
    assert director.first_name == name
    assert "<script>alert(1)" not in browser.get(HOME).content.decode()


def test_nobody_changes_somebody_else(signed_in, director, leader):
    signed_in(leader).post(PROFILE, profile(pk=str(director.pk), email="new@x.example"))
    director.refresh_from_db()
    leader.refresh_from_db()
    assert (director.full_name, leader.email) == ("Mette Holm", "leder@gentofte.example")


def test_a_new_password_keeps_this_session_and_ends_the_others(signed_in, director):
    here, elsewhere = signed_in(director), signed_in(director)
    fields = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert here.post(PASSWORD_PAGE, fields).url == HOME
    assert here.get(HOME).status_code == 200
    assert elsewhere.get(HOME).status_code == 302
    assert Message.objects.get().params == {"event": "password_changed"}


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        (
            "oldpassword",
            {"oldpassword": "wrong", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
        ),
        ("password2", {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": "other"}),
        ("password1", {"oldpassword": PASSWORD, "password1": "short", "password2": "short"}),
        ("password1", {"oldpassword": PASSWORD}),
    ],
)
def test_a_bad_password_changes_nothing(signed_in, director, field, fields):
    response = signed_in(director).post(PASSWORD_PAGE, fields)
    assert response.context["form"].errors[field]
    director.refresh_from_db()
    assert director.check_password(PASSWORD)
    assert not Message.objects.exists()


def confirmed(browser) -> None:
    """The person has just shown who they are."""
    browser.post("/konto/bekraeft-dig/", {"password": PASSWORD})


def test_a_new_address_counts_once_it_is_confirmed(signed_in, director):
    browser = signed_in(director)
    confirmed(browser)
    browser.post(EMAIL, {"email": "mette@gentofte.example", "action_add": "1"})
    director.refresh_from_db()
    assert director.email == "direktor@gentofte.example"
    message = Message.objects.get()
    assert (message.kind, message.address) == ("accounts.verify_email", "mette@gentofte.example")

    browser.post(link_in(message))
    director.refresh_from_db()
    assert director.email == "mette@gentofte.example"
    notice = Message.objects.get(kind="accounts.security_notice")
    assert notice.address == "direktor@gentofte.example"


def test_an_address_of_somebody_else_is_not_given_away(signed_in, director, leader):
    browser = signed_in(director)
    confirmed(browser)
    taken = browser.post(EMAIL, {"email": leader.email, "action_add": "1"})
    free = browser.post(EMAIL, {"email": "free@gentofte.example", "action_add": "1"})
    assert (taken.status_code, taken.url) == (free.status_code, free.url)
    leader.refresh_from_db()
    assert leader.email == "leder@gentofte.example"


def test_who_has_not_shown_who_they_are_is_asked_first(signed_in, director):
    response = signed_in(director).post(EMAIL, {"email": "a@b.example", "action_add": "1"})
    assert response.url.startswith("/konto/bekraeft-dig/")
    assert not Message.objects.exists()
