"""The kinds of file that a meeting takes. What is not here is not taken."""

from __future__ import annotations

from dataclasses import dataclass

OFFICE = "application/vnd.openxmlformats-officedocument."
OASIS = "application/vnd.oasis.opendocument."


@dataclass(frozen=True)
class Kind:
    """`content_type` is what it is served as; the first of `endings` is given to a bare name.

    `members` are the parts that an archive of this kind must have.
    """

    content_type: str
    endings: tuple[str, ...]
    members: frozenset[str] = frozenset()


PDF = Kind("application/pdf", (".pdf",))
PNG = Kind("image/png", (".png",))
JPEG = Kind("image/jpeg", (".jpg", ".jpeg"))
TEXT = Kind("text/plain; charset=utf-8", (".txt",))
CSV = Kind("text/csv; charset=utf-8", (".csv",))


def _office(name: str, ending: str, part: str) -> Kind:
    return Kind(f"{OFFICE}{name}", (ending,), frozenset({"[Content_Types].xml", part}))


def _oasis(name: str, ending: str) -> Kind:
    members = frozenset({"mimetype", "content.xml", "META-INF/manifest.xml"})
    return Kind(f"{OASIS}{name}", (ending,), members)


OFFICE_KINDS = (
    _office("wordprocessingml.document", ".docx", "word/document.xml"),
    _office("spreadsheetml.sheet", ".xlsx", "xl/workbook.xml"),
    _office("presentationml.presentation", ".pptx", "ppt/presentation.xml"),
)
OASIS_KINDS = (
    _oasis("text", ".odt"),
    _oasis("spreadsheet", ".ods"),
    _oasis("presentation", ".odp"),
)
KINDS = (PDF, *OFFICE_KINDS, *OASIS_KINDS, PNG, JPEG, TEXT, CSV)
#: What a file picker offers.
ENDINGS = tuple(ending for kind in KINDS for ending in kind.endings)
