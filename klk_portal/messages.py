"""The texts to translate: collected from code and templates, checked, compiled. No gettext needed.

    python -m klk_portal.messages update     bring locale/da/LC_MESSAGES/django.po up to date
    python -m klk_portal.messages compile    write the .mo file that the portal reads
    python -m klk_portal.messages check      name every text that is not translated as it should be

There is one catalogue for the whole portal. It names the files a text comes from but no line
numbers, is sorted by text and keeps its dates, so that a change shows only the texts that changed.
A text that nobody uses any more is taken out; one that changed has to be translated again: guesses
(`fuzzy`) are neither made nor accepted. Programs of the GNU gettext package are not used, because
a fresh machine has none; Babel reads and writes the same format.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.extract import extract_from_file, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from klk_portal.embedded import idle

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = "da"
CATALOGUE = ROOT / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"
APPS = ("accounts", "audit", "klk_portal", "networks", "notifications", "ui")
TEMPLATE_ENDINGS = (".html", ".txt")
NOTE = ["Translators:"]  # comments that begin so are shown to the translator
KEYWORDS: dict[str, Any] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}


def extract_template(file: Any, keywords: Any, comments: Any, options: Any) -> Iterator[Any]:
    """Babel's way to read a Django template: Django makes something like Python of it.

    Indentation means nothing in a template and an error in Python, so it is taken away.
    """
    source = templatize(file.read().decode("utf-8"))
    plain = "\n".join(line.strip() for line in source.splitlines())
    return extract_python(io.BytesIO(plain.encode("utf-8")), keywords, comments, options)


def source_files() -> Iterator[Path]:
    """Every file that may hold a text of ours, tests and migrations apart."""
    folders = [ROOT / app for app in APPS if (ROOT / app).is_dir()]
    for folder in [*folders, ROOT / "templates"]:
        for file in sorted(folder.rglob("*")):
            if file.suffix in (".py", *TEMPLATE_ENDINGS) and "migrations" not in file.parts:
                yield file


def texts_of(file: Path) -> Iterator[Any]:
    method = extract_template if file.suffix in TEMPLATE_ENDINGS else "python"
    return iter(extract_from_file(method, file, KEYWORDS, NOTE))


def collect() -> Catalog:
    """All texts of code and templates, untranslated."""
    catalogue = Catalog(fuzzy=False)
    for file in source_files():
        where: list[Any] = [(file.relative_to(ROOT).as_posix(), None)]  # no line numbers
        for _line, text, comments, context in texts_of(file):
            catalogue.add(text, None, where, auto_comments=comments, context=context)
    return catalogue


def read_catalogue() -> Catalog:
    """The translations as they are in the repository; an empty catalogue when there are none."""
    if not CATALOGUE.exists():
        return Catalog(locale=LANGUAGE, project="KLK Netværksportal", fuzzy=False)
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def update() -> int:
    """Bring the catalogue up to date; translations stay, texts no longer used go."""
    catalogue = read_catalogue()
    created = catalogue.creation_date
    catalogue.update(collect(), no_fuzzy_matching=True)
    catalogue.creation_date = created
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(
            file, catalogue, width=100, sort_output=True, ignore_obsolete=True, include_lineno=False
        )
    missing = sum(1 for message in catalogue if message.id and not is_translated(message))
    print(f"{CATALOGUE.relative_to(ROOT)}: {len(catalogue)} texts, {missing} to translate")
    return 0


def compile_catalogue() -> int:
    """Write the file that Django reads, in one step, so that a running portal never sees half."""
    if CATALOGUE.exists():
        fresh = CATALOGUE.with_suffix(".mo.new")
        with fresh.open("wb") as file:
            write_mo(file, read_catalogue())
        fresh.replace(CATALOGUE.with_suffix(".mo"))
    return 0


def is_translated(message: Any) -> bool:
    """Whether every form has words and none is a guess."""
    forms = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return all(forms) and not message.fuzzy


def complaints() -> Iterator[str]:
    """What is wrong with the catalogue, one line each."""
    catalogue = read_catalogue()
    used = {(message.id, message.context) for message in collect() if message.id}
    have = {(message.id, message.context): message for message in catalogue if message.id}
    for text in sorted(used - have.keys(), key=str):
        yield f"not in the catalogue (make messages): {text[0]!r}"
    for text in sorted(have.keys() - used, key=str):
        yield f"no longer used (make messages): {text[0]!r}"
    for text in used & have.keys():
        if not is_translated(have[text]):
            yield f"not translated: {text[0]!r}"
        for error in have[text].check(catalogue):
            yield f"{error}: {text[0]!r}"
    if catalogue.obsolete:
        yield f"{len(catalogue.obsolete)} texts commented out (make messages)"


def check() -> int:
    """Print what is wrong with the catalogue; 1 if anything is."""
    found = sorted(complaints())
    print("\n".join(found) or "Every text is translated.")
    return 1 if found else 0


def main() -> int:
    """Run one part (see the module's docstring); returns the exit status."""
    parts = {"update": update, "compile": compile_catalogue, "check": check}
    part = parts.get("".join(sys.argv[1:]))
    if part is None:
        print(f"Parts: {', '.join(parts)}", file=sys.stderr)
        return 2
    idle.use()
    return part()


if __name__ == "__main__":
    sys.exit(main())
