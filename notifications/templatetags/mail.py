"""What the text of a mail says about its addresses: `{{ link|action }}`."""

from __future__ import annotations

from django import template

from notifications import marks

register = template.Library()


@register.filter
def action(address: str) -> str:
    """The one thing that the mail asks for. Alone on its line, below a sentence with a colon.

    In the HTML form it is a button with the words of that sentence.
    """
    return f"{marks.ACTION}{address}" if address else ""


@register.filter
def outside(address: str) -> str:
    """An address that leads out of the portal on purpose, as a video meeting's does."""
    return f"{marks.OUTSIDE}{address}" if address else ""


@register.simple_tag
def small_print() -> str:
    """What follows stands small at the end of the mail."""
    return marks.SMALL_PRINT
