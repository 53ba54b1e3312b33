"""Every kind of mail in both languages: what holds for all of them. Nothing asks the database."""

from __future__ import annotations

import re
from email import message_from_bytes

import pytest
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import translation

from notifications.kinds import MessageKind
from notifications.marks import NUL
from tests.notifications.every_kind import HOSTILE, IDS, KINDS, hostile, written
from tests.notifications.html_reading import TAGS, MailReader, words_of_text

MOST_BYTES = 100_000  # Gmail shows the first 102 KB
LONGEST_LINE = 998  # RFC 5322
READ_AT_ONCE = 200  # the characters of a paragraph that says one thing

every_kind = pytest.mark.parametrize(("kind", "language"), KINDS, ids=IDS)


@every_kind
def test_both_forms_say_the_same(kind: MessageKind, language: str) -> None:
    mail = written(kind, language)
    assert MailReader(mail.html).words == words_of_text(mail.text)


@every_kind
def test_it_says_why_it_comes_when_and_to_whom_an_answer_goes(
    kind: MessageKind, language: str
) -> None:
    with translation.override(language):
        why, sent_when = str(kind.why), str(kind.sent_when)
    assert why.startswith(("Du får mailen, fordi", "You get this e-mail because"))
    assert sent_when
    mail = written(kind, language)
    *_before, small_print = mail.text.strip().split("\n\n")
    first, answer, *stop = small_print.split("\n")
    assert first == why
    assert answer.endswith(f" {mail.reply_address}.")
    assert [line.rpartition(" ")[2] for line in stop] == [mail.stop_link] * bool(mail.stop_link)


@every_kind
def test_it_asks_for_one_thing_at_most(kind: MessageKind, language: str) -> None:
    """What opens a page of the portal is the button; an address alone on a line is nothing else."""
    mail = written(kind, language)
    actions = MailReader(mail.html).actions
    alone = re.findall(rf"(?<=\n\n){settings.BASE_URL}\S*(?=\n\n)", mail.text)
    assert alone == [address for _words, address in actions]
    for words, _address in actions:
        assert len(words) <= 40, "a button says it in a few words"
        assert not words.startswith("http"), "no sentence with a colon stands above the address"


@every_kind
def test_the_text_reads_well_where_there_is_no_html(kind: MessageKind, language: str) -> None:
    text = written(kind, language).text
    assert not re.search(r"</?[a-z]|&[a-z]+;|\*\*|__", text), "markup"
    assert NUL not in text
    assert not re.search(r"[ \t]\n|\n{3}|\s[,.;]|  ", text), "what tags leave behind"
    for line in text.splitlines():
        assert len(line) <= READ_AT_ONCE, line


@every_kind
def test_nothing_is_fetched_and_nobody_is_counted(kind: MessageKind, language: str) -> None:
    html = written(kind, language).html
    assert not re.search(r"<(img|link|script|iframe|object|form|video)|url\(|@import|src=", html)
    assert "http" not in re.sub(r'href="[^"]*"|>[^<]*<', "", html)


@every_kind
def test_it_is_small_and_mail_servers_take_its_lines(kind: MessageKind, language: str) -> None:
    for each in (kind, hostile(kind)):
        mail = written(each, language)
        assert len(mail.html.encode()) < MOST_BYTES
        message = EmailMultiAlternatives(mail.subject, mail.text, to=["sofie@gentofte.example"])
        message.attach_alternative(mail.html, "text/html")
        source = message.message().as_bytes()
        assert max(len(line) for line in source.splitlines()) <= LONGEST_LINE
        parts = list(message_from_bytes(source).walk())[1:]
        shown = [part.get_payload(decode=True).decode("utf-8") for part in parts]
        assert [re.sub(r"\r\n", "\n", text) for text in shown] == [mail.text, mail.html]


@every_kind
def test_what_people_type_is_words_and_nothing_else(kind: MessageKind, language: str) -> None:
    mail = written(hostile(kind), language)
    found = MailReader(mail.html)
    benign = MailReader(written(kind, language).html)
    assert HOSTILE.split()[0] in found.words
    assert found.tags <= TAGS
    assert not {name for name in found.attributes if name.startswith("on") or name == "src"}
    assert all(link.startswith(settings.BASE_URL) for link in found.links)
    assert found.actions == benign.actions, "what somebody typed is never the button"
    assert "".join(found.words) == "".join(words_of_text(mail.text))
    assert "\n" not in mail.subject
    assert "\n" not in mail.reply_name


def test_the_subject_of_a_hostile_network_breaks_no_head() -> None:
    """A head ends at a line break; Django refuses one, and the mail would never leave."""
    for kind, language in KINDS:
        mail = written(hostile(kind), language)
        sent = EmailMultiAlternatives(mail.subject, "x", to=["sofie@gentofte.example"]).message()
        assert sent["Subject"]
