"""Reads the HTML of a mail as its reader does, and names what stands in it."""

from __future__ import annotations

from html.parser import HTMLParser

from notifications.marks import without_marks

HIDDEN = {"style", "title"}
INLINE = {"a"}
#: All that the layout is written with.
TAGS = {
    *("html", "head", "meta", "title", "style", "body", "div", "table", "tr", "td"),
    *("h1", "p", "br", "a", "ul", "li"),
}


class MailReader(HTMLParser):
    """What a mail shows, in order: `words`; what it is made of; where it leads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.shown = ""
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.actions: list[tuple[str, str]] = []
        self._hidden = 0
        self._button = ""
        self._button_words = ""
        self.feed(html)
        self.close()

    @property
    def words(self) -> list[str]:
        return self.shown.split()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        values = {name: value or "" for name, value in attrs}
        self.attributes |= values.keys()
        self._hidden += tag in HIDDEN
        self.shown += "" if tag in INLINE else " "
        if tag == "a":
            self.links.append(values["href"])
            if values.get("class") == "button":
                self._button, self._button_words = values["href"], ""

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in HIDDEN
        if tag == "a" and self._button:
            self.actions.append((self._button_words, self._button))
            # The text says "Answer here:" and then the address; the button has both in one.
            if self._button_words != self._button:
                self.shown += f": {self._button}"
            self._button = ""
        self.shown += "" if tag in INLINE else " "

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.shown += data
            self._button_words += data


def words_of_text(marked: str) -> list[str]:
    """The words of a mail's text as its HTML has them: bullets are drawn and not written."""
    lines = [line.strip() for line in marked.split("\n")]
    lines = [line for line in lines if line]
    bare = [without_marks(line) for line in lines]
    return " ".join([*bare[:1], *(line.removeprefix("- ") for line in bare[1:])]).split()
