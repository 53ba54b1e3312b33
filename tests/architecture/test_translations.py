"""Danish is complete: no text is missing, left over, guessed or broken."""

from klk_portal import messages


def test_every_text_is_translated() -> None:
    assert sorted(messages.complaints()) == []
