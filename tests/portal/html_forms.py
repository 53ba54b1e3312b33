"""The forms of a page as a browser would send them, read from its HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

TEXT, CHOICE, NUMBER, DATE, HIDDEN = "text", "choice", "number", "date", "hidden"
DATE_PARTS = ("_day", "_month", "_year")


@dataclass
class Field:
    """One named input; `options` are the values that a select or a group of radios offers."""

    name: str
    type: str
    value: str = ""
    options: list[str] = field(default_factory=list)
    inputmode: str = ""

    @property
    def kind(self) -> str:
        if self.type in ("radio", "select", "checkbox"):
            return CHOICE
        if self.type == "hidden":
            return HIDDEN
        if self.name.endswith(DATE_PARTS):
            return DATE
        return NUMBER if self.inputmode in ("numeric", "decimal") else TEXT


@dataclass
class Form:
    """A POST form; `button` is the name and value that its first named button adds."""

    action: str
    fields: dict[str, Field] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields.values())


class Page(HTMLParser):
    """Its POST forms, its ids, and where its error summary leads."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.ids: set[str] = set()
        self.error_links: list[str] = []
        self.has_summary = self.has_alert = False
        self._form: Form | None = None
        self._select: Field | None = None
        self._textarea: Field | None = None
        self._in_summary = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.ids.add(values.get("id", ""))
        self._look_for_errors(tag, values)
        if tag == "form" and values.get("method", "").lower() == "post":
            self._form = Form(values.get("action", ""))
            self.forms.append(self._form)
        elif self._form is not None and "formaction" in values:
            self.forms.append(Form(values["formaction"], self._form.fields))
        elif tag == "option" and self._select is not None:
            self._option(values)
        elif self._form is not None and values.get("name") and tag in FIELDS:
            self._field(tag, values)

    def _look_for_errors(self, tag: str, values: dict[str, str]) -> None:
        classes = values.get("class", "").split()
        self.has_alert |= "alert" in classes or "toast" in classes
        if "ui-errors" in classes:
            self.has_summary, self._in_summary = True, 1
        elif self._in_summary and tag == "div":
            self._in_summary += 1
        if self._in_summary and tag == "a":
            self.error_links.append(values.get("href", ""))

    def _field(self, tag: str, values: dict[str, str]) -> None:
        assert self._form is not None
        kind = values.get("type", "text") if tag == "input" else tag
        name = values["name"]
        if kind in ("submit", "button"):
            return
        found = self._form.fields.setdefault(name, Field(name, kind))
        found.inputmode = values.get("inputmode", "")
        if kind in ("radio", "checkbox"):
            found.options.append(values.get("value", "on"))
            if "checked" in values:
                found.value = found.options[-1]
            return
        found.value = values.get("value", "")
        self._select = found if tag == "select" else None
        self._textarea = found if tag == "textarea" else None

    def _option(self, values: dict[str, str]) -> None:
        assert self._select is not None
        self._select.options.append(values.get("value", ""))
        if "selected" in values:
            self._select.value = values.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._textarea is not None:
            self._textarea.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea" and self._textarea is not None:
            # A browser drops the one line break that stands first.
            self._textarea.value = self._textarea.value.removeprefix("\n")
            self._textarea = None
        elif tag == "div" and self._in_summary:
            self._in_summary -= 1

    def form_to(self, path: str, page: str) -> Form | None:
        """The form that is sent to `path`; one without an action is sent to its own page."""
        for form in self.forms:
            if urlsplit(form.action or page).path == urlsplit(path).path:
                return form
        return None


FIELDS = {"input", "select", "textarea", "button"}
