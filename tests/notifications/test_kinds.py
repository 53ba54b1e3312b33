"""Every kind of message that an app has registered can be made."""

from pathlib import Path

import pytest
from django.template.loader import get_template

from notifications.kinds import MessageKind, all_kinds, register


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.name)
def test_a_kind_has_both_texts_and_ends_as_all_mails_do(kind):
    assert "\n" not in str(kind.label)
    get_template(f"mail/{kind.name}.subject.txt")
    text = Path(get_template(f"mail/{kind.name}.txt").origin.name).read_text("utf-8")
    assert text.startswith('{% extends "mail/base.txt" %}')


def test_there_are_kinds_at_all():
    assert {"accounts.invitation", "accounts.password_reset"} <= {k.name for k in all_kinds()}


def test_a_name_is_taken_once():
    with pytest.raises(ValueError, match="twice"):
        register(MessageKind(name="accounts.invitation", label="Another"))
