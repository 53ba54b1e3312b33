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
