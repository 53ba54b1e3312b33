"""Files as they come: letters, separators, workbooks, and what is no list at all."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.errors import PortalError
from accounts.staff_files import errors, limits
from accounts.staff_files.reading import read_staff_file
from accounts.staff_files.sheets import Sheet, column_letter
from tests.accounts.staff_lists import HEADER, ROWS, csv_bytes, xlsx_bytes

TABLE = [
    ["Institution", "Adresse", "E-mail"],
    ["Børnehuset Ærø, Åen", "Vej 1; 2. sal", "aase@gentofte.example"],
    ['Skolen "Øst"', "Linje 1\nLinje 2", ""],
]
READ = [
    ["Børnehuset Ærø, Åen", "Vej 1; 2. sal", "aase@gentofte.example"],
    ['Skolen "Øst"', "Linje 1 Linje 2", ""],
]


def read(content: bytes) -> Sheet:
    return read_staff_file(io.BytesIO(content))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_every_encoding_with_every_separator(encoding: str, separator: str) -> None:
    sheet = read(csv_bytes(TABLE, encoding, separator))
    assert sheet.header == TABLE[0]
    assert [row.cells for row in sheet.rows] == READ


def test_a_workbook_reads_the_same() -> None:
    sheet = read(xlsx_bytes(TABLE))
    assert sheet.header == TABLE[0]
    assert [row.cells for row in sheet.rows] == READ


def test_numbers_dates_and_formulas_of_a_workbook_are_plain_text() -> None:
    day = dt.date(2026, 3, 1)
    rows = [["Institution", "Postnr", "Fra", "Sum"], ["Skolen", 2900.0, day, "=1+1"]]
    assert read(xlsx_bytes(rows)).rows[0].cells == ["Skolen", "2900", "2026-03-01", ""]


def test_rows_have_the_numbers_that_excel_shows() -> None:
    content = 'Liste over ledere\n\nInstitution;By\n"Skolen\nved åen";Hellerup\n\nSøen;Vangede\n'
    sheet = read(content.encode())
    assert [(row.number, row.cells[0]) for row in sheet.rows] == [
        (4, "Skolen ved åen"),
        (6, "Søen"),
    ]


def test_excels_own_first_line_names_the_separator() -> None:
    assert read(b"sep=,\nInstitution,By;nr\nSkolen,1;2").header == ["Institution", "By;nr"]


def test_a_hidden_sheet_and_an_empty_one_are_passed_over() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Tom"
    hidden = book.create_sheet("Skjult")
    hidden.append(["Løn", "CPR"])
    hidden.sheet_state = "hidden"
    shown = book.create_sheet("Ledere")
    shown.append(["Institution", "By"])
    shown.append(["Skolen", "Hellerup"])
    stream = io.BytesIO()
    book.save(stream)
    assert read(stream.getvalue()).header == ["Institution", "By"]


def test_right_to_left_emoji_and_formulas_stay_as_they_are() -> None:
    cells = ["=cmd|' /C calc'!A0", "@SUM(1)", "+45 1", "-1", "مدرسة", "Hus 🏡", "<b>x</b>"]
    sheet = read(csv_bytes([[f"h{n}" for n in range(7)], cells]))
    assert sheet.rows[0].cells == cells


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", errors.FileEmpty),
        (b" \n\n ", errors.FileEmpty),
        (b";;;\n;;;", errors.FileEmpty),
        (b"Institution;By\n", errors.NoRows),
        (b"%PDF-1.7\nnothing", errors.NotAList),
        (b"\x89PNG\r\n\x1a\n\x00\x00", errors.NotAList),
        (b"<!doctype html><table><tr><td>Skolen</td></tr></table>", errors.NotAList),
        (b"a;b\n\x00\x01\x02;\x03", errors.NotAList),
        (bytes(range(256)) * 4, errors.NotAList),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99, errors.OldWorkbook),
        (b"PK\x03\x04 and then nothing", errors.BrokenWorkbook),
        (b'Institution;By\n"Skolen;' + b"x" * 140_000, errors.QuotationMarkMissing),
        (b"Institution;By\nSkolen;" + b"x" * 501, errors.CellTooLong),
        (b"a;" * 61 + b"b\nx;y", errors.TooManyColumns),
        (b"Institution;By\n" + b"x;y\n" * 5_001, errors.TooManyRows),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(content: bytes, error: type[PortalError]) -> None:
    with pytest.raises(error) as refusal:
        read(content)
    assert str(refusal.value)


def test_five_thousand_rows_are_not_too_many() -> None:
    assert len(read(b"Institution;By\n" + b"x;y\n" * 5_000).rows) == 5_000


def test_a_file_that_is_too_large_is_never_read_to_its_end() -> None:
    class Endless(io.RawIOBase):
        taken = 0

        def read(self, size: int = -1) -> bytes:
            assert size >= 0
            self.taken += size
            return b"x" * size

    stream = Endless()
    with pytest.raises(errors.FileTooLarge):
        read_staff_file(stream)
    assert stream.taken == limits.MAX_BYTES + 1


def test_refusals_name_row_and_column_in_the_readers_language() -> None:
    content = b"Institution;By\nSkolen;Hellerup\nSkolen;" + b"x" * 501
    with translation.override("en"), pytest.raises(errors.CellTooLong, match="Row 3, column B"):
        read(content)
    with translation.override("da"), pytest.raises(errors.CellTooLong, match=r"3.*B"):
        read(content)


def packed(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return stream.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(errors.WorkbookTooLarge):
        read(packed(xl__workbook_xml=b"0" * (limits.MAX_UNPACKED_BYTES + 1)))


def test_a_workbook_of_entities_that_explode_is_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
    good = io.BytesIO(xlsx_bytes(TABLE))
    stream = io.BytesIO()
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, bomb if name.endswith("sheet1.xml") else old.read(name))
    with pytest.raises(errors.BrokenWorkbook):
        read(stream.getvalue())


def test_a_sheet_that_claims_a_row_far_below_ends_where_the_list_ends() -> None:
    good = io.BytesIO(xlsx_bytes(TABLE))
    stream = io.BytesIO()
    far = b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row></sheetData>'
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"</sheetData>", far))
    assert len(read(stream.getvalue()).rows) == 2


@pytest.mark.parametrize("index_name", [(0, "A"), (25, "Z"), (26, "AA"), (59, "BH")])
def test_columns_are_named_as_in_excel(index_name: tuple[int, str]) -> None:
    index, name = index_name
    assert column_letter(index) == name


def fits(content: bytes) -> None:
    """Either rows that every table can keep, or a refusal."""
    try:
        sheet = read(content)
    except PortalError:
        return
    assert sheet.rows
    for row in sheet.rows:
        assert len(row.cells) == len(sheet.header) <= limits.MAX_COLUMNS
        assert all(len(cell) <= limits.MAX_CELL for cell in row.cells)
        assert not any("\0" in cell or "\n" in cell for cell in row.cells)
        "".join(row.cells).encode()  # no halves of characters


@given(st.binary(max_size=300))
def test_any_bytes_give_rows_or_a_refusal(content: bytes) -> None:
    fits(content)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300), st.sampled_from(';,\t\n"'))
def test_any_text_gives_rows_or_a_refusal(text: str, joint: str) -> None:
    fits(f"Institution;By\n{text}{joint}{text}".encode())


@pytest.fixture(scope="module")
def workbook() -> bytes:
    """Saved once: a workbook knows its hour, so that two are not equally long."""
    return xlsx_bytes([HEADER, *ROWS])


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_workbook_gives_rows_or_a_refusal(workbook: bytes, data: st.DataObject) -> None:
    content = bytearray(workbook)
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    fits(bytes(content))


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.lists(st.text(st.characters(codec="cp1252"), max_size=20), min_size=3, max_size=3),
        min_size=2,
        max_size=6,
    ),
    st.sampled_from([";", ",", "\t"]),
)
def test_what_is_written_as_csv_is_read_back(rows: list[list[str]], separator: str) -> None:
    header = ["Institution", "Fornavn", "Efternavn"]
    fits(csv_bytes([header, *rows], "utf-8", separator))
