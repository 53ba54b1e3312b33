"""Elements that send something: form, action with one button, filter, and their tokens."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm
from django.middleware.csrf import get_token
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ui import owner, unseen
from ui.elements import register
from ui.elements.plain import ui_button

KEPT_TOKENS = "made_form_tokens"  # on the request, with whose they are


@register.simple_tag(takes_context=True)
def form_tokens(context: Context) -> SafeString:
    """What every POST form carries: the CSRF token, whose form it is, and what of it is hidden.

    The second lets the portal give back text that was sent after the session had ended, and only
    to the person who was shown the form; the third, show them what they had typed and no more.
    """
    return tokens(context, context.get("form"))


def tokens(context: Context, form: BaseForm | None = None) -> SafeString:
    """What they all carry is made once a request: a list of things to press has many forms."""
    request = context.get("request")
    if request is None:
        return SafeString("")
    user = getattr(request, "user", None)
    kept = getattr(request, KEPT_TOKENS, None)
    if kept is None or kept[0] != (request.META.get("CSRF_COOKIE"), user):
        made = _make_tokens(request, user)
        kept = ((request.META.get("CSRF_COOKIE"), user), made)
        setattr(request, KEPT_TOKENS, kept)
    return kept[1] + _unseen(form)


def _make_tokens(request: Any, user: Any) -> SafeString:
    csrf = format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request)
    )
    if user is None or not user.is_authenticated:
        return csrf
    mark = format_html(
        '<input type="hidden" name="{}" value="{}">', owner.FIELD, owner.mark(user.pk)
    )
    return csrf + mark


def _unseen(form: BaseForm | None) -> SafeString:
    names = unseen.names_in(form) if isinstance(form, BaseForm) else ""
    if not names:
        return SafeString("")
    return format_html('<input type="hidden" name="{}" value="{}">', unseen.FIELD, names)


@register.simple_block_tag(takes_context=True)
def ui_action(
    context: Context,
    content: SafeString,
    text: str,
    url: str,
    kind: str = "secondary",
    icon: str = "",
    about: str = "",
) -> SafeString:
    """A POST form with one button, perhaps with hidden inputs.

    `about` is heard and not seen: it tells buttons of the same text apart, one in each line.
    """
    if about:
        text = format_html('{}<span class="sr-only">: {}</span>', text, about)
    return format_html(
        '<form class="ui-action" method="post" action="{}">{}{}{}</form>',
        url,
        tokens(context),
        content,
        ui_button(text, kind=kind, icon=icon),
    )


@register.simple_block_tag(takes_context=True)
def ui_form(
    context: Context,
    content: SafeString,
    form: BaseForm,
    submit: str = "",
    action: str = "",
    cancel: str = "",
    cancel_text: str = "",
    kind: str = "primary",
) -> SafeString:
    """The whole form: error summary, fields, tokens, buttons."""
    parts: dict[str, Any] = {
        "form": form,
        "content": content,
        "submit": submit or _("Save"),
        "action": action,
        "cancel": cancel,
        "cancel_text": cancel_text or _("Cancel"),
        "kind": kind,
        "tokens": tokens(context, form),
    }
    return render_to_string("ui/form.html", parts)


@register.inclusion_tag("ui/filter_form.html")
def ui_filter_form(form: BaseForm) -> dict[str, Any]:
    """A GET form in one line above a list."""
    return {"form": form}
