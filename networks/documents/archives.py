"""Office files are zip archives: looked at from outside, never unpacked.

What the archive says of its members is enough to tell the kind and to refuse a bomb; one small
member is read, and no further than a limit.
"""

from __future__ import annotations

import io
import zipfile

from networks.documents.errors import BrokenArchive, DocumentRefused, HoldsMacros, UnknownKind
from networks.documents.kinds import OASIS_KINDS, OFFICE_KINDS, Kind

MOST_MEMBERS = 5_000
MOST_UNPACKED = 300 * 1024 * 1024
MOST_TIMES_LARGER = 150  # long tables of numbers come near 50
SMALL_ENOUGH = 64 * 1024  # always unpacks to more than its share, and does nobody any harm
MOST_READ = 1024 * 1024
MACRO_FOLDERS = ("basic/", "scripts/")


def kind_of_archive(data: bytes) -> Kind:
    """The office kind that `data` is. Raises UnknownKind, HoldsMacros or BrokenArchive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_bombs(archive, len(data))
            _refuse_macros(archive)
            return _kind(archive)
    except DocumentRefused:
        raise
    except Exception as error:  # a hostile archive can break zipfile in any of its many places
        raise BrokenArchive from error


def _refuse_bombs(archive: zipfile.ZipFile, size: int) -> None:
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    allowed = max(SMALL_ENOUGH, min(MOST_UNPACKED, size * MOST_TIMES_LARGER))
    if len(members) > MOST_MEMBERS or unpacked > allowed:
        raise BrokenArchive
    if any(_leads_out(member.filename) for member in members):
        raise BrokenArchive


def _leads_out(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return parts[0] == "" or ".." in parts or ":" in parts[0]


def _refuse_macros(archive: zipfile.ZipFile) -> None:
    for name in archive.namelist():
        lowered = name.lower()
        if lowered.endswith("vbaproject.bin") or lowered.startswith(MACRO_FOLDERS):
            raise HoldsMacros


def _kind(archive: zipfile.ZipFile) -> Kind:
    """Raises UnknownKind unless the archive is exactly one of the kinds."""
    names = set(archive.namelist())
    found = [kind for kind in OFFICE_KINDS if kind.members <= names]
    found += [kind for kind in OASIS_KINDS if kind.members <= names and _says(archive, kind)]
    if len(found) != 1:
        raise UnknownKind
    if (
        found[0] in OFFICE_KINDS
        and b"macroenabled" in _read(archive, "[Content_Types].xml").lower()
    ):
        raise HoldsMacros
    return found[0]


def _says(archive: zipfile.ZipFile, kind: Kind) -> bool:
    return _read(archive, "mimetype").strip() == kind.content_type.encode()


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as member:
        return member.read(MOST_READ)
