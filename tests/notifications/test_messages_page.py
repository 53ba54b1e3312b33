"""/beskeder/"""

import datetime as dt

import pytest

from notifications.models import Message
from tests.notifications.conftest import NOW


@pytest.fixture
def sent(leader):
    """Messages to the leader: `sent(40)`."""

    def write(number):
        Message.objects.bulk_create(
            Message(
                kind="test.gone",
                address=leader.email,
                user=leader,
                occasion=str(count),
                language="en",
                created_at=NOW - dt.timedelta(minutes=count),
                due_at=NOW,
                state="sent",
                finished_at=NOW,
                sent_subject=f"<b>Mail</b> {count}",
            )
            for count in range(number)
        )

    return write


def test_the_page_shows_ones_own_and_escapes(signed_in, leader, other_leader, sent):
    sent(3)
    page = signed_in(leader, "en").get("/beskeder/").content.decode()
    assert page.index("&lt;b&gt;Mail&lt;/b&gt; 0") < page.index("&lt;b&gt;Mail&lt;/b&gt; 2")
    assert "Mail" not in signed_in(other_leader, "en").get("/beskeder/").content.decode()


def test_nobody_signed_in_is_asked_to_sign_in(client, db):
    assert client.get("/beskeder/").status_code == 302


def test_an_empty_page_says_what_it_is_for(signed_in, leader):
    assert "No messages yet" in signed_in(leader, "en").get("/beskeder/").content.decode()


def test_a_message_not_sent_yet_is_called_by_its_kind(signed_in, leader, note):
    note(leader.email, user=leader)
    page = signed_in(leader, "en").get("/beskeder/").content.decode()
    assert "Note" in page
    assert "Waiting" in page


@pytest.mark.parametrize("number", [1, 60])
def test_it_costs_few_queries_however_many_there_are(
    signed_in, leader, sent, number, django_assert_max_num_queries
):
    sent(number)
    client = signed_in(leader, "en")
    client.get("/beskeder/")
    with django_assert_max_num_queries(12) as queries:
        page = client.get("/beskeder/").content.decode()
    assert page.count("<tr>") == min(number, 10) + 1
    print("queries", number, len(queries))


def test_the_bell_counts_what_was_not_seen(signed_in, leader, sent):
    client = signed_in(leader, "en")
    assert "unread" not in client.get("/hjaelp/").content.decode()
    sent(12)
    assert '12 <span class="sr-only">unread' in client.get("/hjaelp/").content.decode()
    page = client.get("/beskeder/").content.decode()
    assert page.count(">Unread<") == 10
    assert '2 <span class="sr-only">unread' in page
    assert ">Unread<" not in client.get("/beskeder/").content.decode()
    client.get("/beskeder/?page=2")
    assert "unread" not in client.get("/hjaelp/").content.decode()


def test_the_bell_does_not_count_for_ever(signed_in, leader, sent):
    sent(120)
    assert '99+ <span class="sr-only">unread' in signed_in(leader, "en").get("/").content.decode()


@pytest.mark.parametrize("state", ["waiting", "claimed", "failed", "suppressed"])
def test_what_did_not_reach_its_reader_is_not_unread(signed_in, leader, sent, state):
    sent(1)
    Message.objects.update(state=state, claim="12345678123456781234567812345678", lease_until=NOW)
    assert "unread" not in signed_in(leader, "en").get("/hjaelp/").content.decode()


def test_what_comes_in_a_summary_is_here_before(signed_in, leader, note):
    note(leader.email, user=leader)
    Message.objects.update(state="gathered")
    page = signed_in(leader, "en").get("/beskeder/").content.decode()
    assert "Comes in your summary" in page
    assert ">Unread<" in page


def test_the_bell_of_nobody_is_not_there(client, db):
    assert "ui-bell" not in client.get("/").content.decode()


def test_a_message_leads_to_its_page(
    signed_in, leader, other_leader, note, register_kind, settings
):
    register_kind(
        "test.page", context_at_sending=lambda message: {"link": f"{settings.BASE_URL}/hjaelp/"}
    )
    message = note(leader.email, user=leader, kind="test.page")
    Message.objects.update(state="sent")
    url, client = f"/beskeder/{message.pk}/", signed_in(leader, "en")
    assert url in client.get("/beskeder/").content.decode()
    assert client.get(url)["Location"] == "/hjaelp/"
    assert signed_in(other_leader).get(url).status_code == 404


@pytest.mark.parametrize(
    "behaviour",
    [
        {"still_wanted": lambda message: False},
        {"context_at_sending": lambda message: {"link": "https://elsewhere.example/"}},
        {"context_at_sending": lambda message: {}},
    ],
)
def test_a_message_without_a_page_leads_back(signed_in, leader, note, register_kind, behaviour):
    register_kind("test.page", **behaviour)
    message = note(leader.email, user=leader, kind="test.page")
    answer = signed_in(leader, "en").get(f"/beskeder/{message.pk}/", follow=True)
    assert answer.redirect_chain == [("/beskeder/", 302)]
    assert "no longer so" in answer.content.decode()


def test_what_opens_something_by_itself_is_in_the_mail_alone(
    signed_in, leader, note, register_kind, settings
):
    """Whoever finds a session open gets no link to a new password by asking for an old message."""
    link = f"{settings.BASE_URL}/konto/hemmelig/"
    register_kind("test.secret", urgent=True, context_at_sending=lambda message: {"link": link})
    message = note(leader.email, user=leader, kind="test.secret")
    Message.objects.update(state="sent")
    client, url = signed_in(leader, "en"), f"/beskeder/{message.pk}/"
    assert url not in client.get("/beskeder/").content.decode()
    assert client.get(url)["Location"] == "/beskeder/"
