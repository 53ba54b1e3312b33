"""The mail catcher keeps what comes over SMTP, and the folder gives it back."""

import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from klk_portal.embedded.mailcatcher import MailCatcher
from klk_portal.embedded.mails import KEPT, received_mail, received_mails, store_mail


@pytest.fixture
def catcher(tmp_path: Path) -> Iterator[MailCatcher]:
    catcher = MailCatcher(tmp_path / "mail")
    catcher.start()
    yield catcher
    catcher.stop()


def send(catcher: MailCatcher, subject: str, text: str) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@klk.example", "b@klk.example", subject
    mail.set_content(text)
    mail.add_alternative(f"<p>{text}</p>", subtype="html")
    with smtplib.SMTP("127.0.0.1", catcher.port) as server:
        server.send_message(mail)


def test_a_mail_is_kept_and_read_newest_first(catcher: MailCatcher) -> None:
    send(catcher, "Først", "hej")
    send(catcher, "Så æøå 🙂", "Svar her: http://localhost:8000/konto/?a=b&c=d\n")
    newest, oldest = received_mails(catcher.folder)
    assert (newest.subject, oldest.subject) == ("Så æøå 🙂", "Først")
    assert newest.links == ["http://localhost:8000/konto/?a=b&c=d"]
    assert newest.recipients == "b@klk.example"
    assert "<p>" in newest.html
    assert received_mail(catcher.folder, newest.key) == newest


@pytest.mark.parametrize("key", ["", "1", "../secrets", "x" * 19, "1" * 19])
def test_an_unknown_key_is_no_mail(tmp_path: Path, key: str) -> None:
    assert received_mail(tmp_path, key) is None


def test_an_absent_folder_holds_nothing(tmp_path: Path) -> None:
    assert received_mails(tmp_path / "none") == []


def test_only_the_newest_are_kept(tmp_path: Path) -> None:
    for number in range(KEPT):
        (tmp_path / f"{number:019}.eml").write_bytes(b"Subject: old\n\n")
    key = store_mail(tmp_path, b"Subject: new\n\n")
    mails = received_mails(tmp_path)
    assert len(mails) == KEPT
    assert mails[0].key == key
