"""What the preview says: created, changed, left, and what is wrong where."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.utils import translation

from accounts.models import Invitation, Organisation, RoleHolding, User
from accounts.models.imports import ImportState, StaffImport
from accounts.selectors.import_shown import shown_entry, shown_error
from accounts.services.imports import (
    ImportClosed,
    NoPlaceColumn,
    choose_columns,
    upload_staff_file,
)
from accounts.staff_files.errors import NotAList
from tests.accounts.staff_lists import HEAD, NOW, ROWS, SCHOOL, SKOVEN, checked, uploaded, written

pytestmark = pytest.mark.django_db


def changed(row: list[str], **values: str) -> list[str]:
    """The row with some cells by their position: `changed(SKOVEN, c8="x")`."""
    return [values.get(f"c{index}", cell) for index, cell in enumerate(row)]


def errors_of(staff_import: StaffImport, language: str = "en") -> list[tuple[int, str, str]]:
    with translation.override(language):
        shown = [shown_error(staff_import, kept) for kept in staff_import.report["errors"]]
    return [(error.row, error.column, error.sentence) for error in shown]


def codes_of(staff_import: StaffImport) -> list[tuple[int, int, str]]:
    return [(e["row"], e["column"], e["issue"]) for e in staff_import.report["errors"]]


def test_an_upload_writes_nothing_but_itself(gentofte: Organisation, director: User) -> None:
    before = User.objects.count(), Organisation.objects.count()
    staff_import = checked(gentofte, director)
    assert (User.objects.count(), Organisation.objects.count()) == before
    assert staff_import.state == ImportState.CHECKED
    assert staff_import.uploaded_by == director


def test_everything_new_is_created(gentofte: Organisation, director: User) -> None:
    report = checked(gentofte, director).report
    assert report["counts"] == {
        "area": {"created": 2, "changed": 0, "left": 0},
        "institution": {"created": 2, "changed": 0, "left": 0},
        "leader": {"created": 3, "changed": 0, "left": 0},
    }
    assert report["errors"] == []


def test_the_same_file_again_changes_nothing(gentofte: Organisation, director: User) -> None:
    written(gentofte, director)
    report = checked(gentofte, director).report
    assert (report["created"], report["changed"], report["errors"]) == ([], [], [])
    assert sum(counts["left"] for counts in report["counts"].values()) == 7


def test_changes_show_old_and_new(gentofte: Organisation, director: User) -> None:
    written(gentofte, director)
    row = changed(SKOVEN, c1="Børnehave", c3="Ny Vej 2", c7="Holm", c9="Pædagogisk leder")
    with translation.override("en"):
        entries = [shown_entry(e) for e in checked(gentofte, director, [row]).report["changed"]]
    values = {e.what: {(v.label, v.old, v.new) for v in e.values} for e in entries}
    assert values == {
        "institution": {
            ("Type of institution", "Day care", "Kindergarten"),
            ("Street", "Ærøvej 1", "Ny Vej 2"),
        },
        "leader": {("Last name", "Sørensen", "Holm"), ("Title", "Leder", "Pædagogisk leder")},
    }


def test_what_the_list_does_not_say_stays(gentofte: Organisation, director: User) -> None:
    written(gentofte, director)
    row = changed(SKOVEN, c1="", c2="", c3="", c9="", c10="", c11="", c12="")
    report = checked(gentofte, director, [row]).report
    assert (report["created"], report["changed"]) == ([], [])


def test_a_leader_in_another_place_has_moved(gentofte: Organisation, director: User) -> None:
    written(gentofte, director)
    moved = [SCHOOL[0], "", "", "", "", "", *SKOVEN[6:]]
    [entry] = checked(gentofte, director, [moved]).report["changed"]
    assert ["institution", "Børnehuset Æblehaven", "Ørdrup Skole"] in entry["changes"]


def test_a_former_colleague_is_named_and_counted(gentofte: Organisation, director: User) -> None:
    assert written(gentofte, director).report["counts"]["leader"]["created"] == 3
    aase = RoleHolding.objects.get(user__email="aase@gentofte.example")
    aase.starts_on, aase.ends_on = date(2024, 1, 1), date(2025, 12, 31)
    aase.save()
    staff_import = checked(gentofte, director)
    report = staff_import.report
    assert report["returning"] == 1
    [shown] = [shown_entry(entry) for entry in report["changed"]]
    assert (shown.name, shown.returns) == ("Åse Sørensen", True)
    moved = [SCHOOL[0], "", "", "", "", "", *HEAD[6:]]  # who moves has a role today
    assert checked(gentofte, director, [moved]).report["returning"] == 0


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"c0": "", "c2": ""}, (3, 0, "no_place")),
        ({"c6": "", "c7": ""}, (3, 6, "no_name")),
        ({"c8": ""}, (3, 8, "no_email")),
        ({"c8": "aase(at)gentofte"}, (3, 8, "bad_email")),
        ({"c1": "Rumskib"}, (3, 1, "unknown_type")),
        ({"c10": "Kejser"}, (3, 10, "unknown_level")),
        ({"c11": "nobody@gentofte.example"}, (3, 11, "unknown_superior")),
        ({"c11": "aase@gentofte.example"}, (3, 11, "own_superior")),
        ({"c4": "29000000000"}, (3, 4, "too_long")),
        ({"c6": "x" * 101}, (3, 6, "too_long")),
    ],
)
def test_errors_stand_at_their_row_and_column(
    gentofte: Organisation, director: User, cells: dict[str, str], expected: tuple[int, int, str]
) -> None:
    staff_import = checked(gentofte, director, [HEAD, changed(SKOVEN, **cells)])
    assert codes_of(staff_import) == [expected]
    assert staff_import.report["rows_left_out"] == 1
    assert "aase" not in str(staff_import.report["created"])


def test_errors_are_told_in_both_languages(gentofte: Organisation, director: User) -> None:
    staff_import = checked(gentofte, director, [HEAD, changed(SKOVEN, c8="x")])
    assert errors_of(staff_import) == [(3, "I", "This is not an e-mail address.")]
    [(row, column, sentence)] = errors_of(staff_import, "da")
    assert (row, column) == (3, "I")
    assert sentence


def test_the_same_address_with_another_name(gentofte: Organisation, director: User) -> None:
    rows = [HEAD, SKOVEN, changed(SCHOOL, c8=SKOVEN[8])]
    staff_import = checked(gentofte, director, rows)
    assert errors_of(staff_import) == [
        (4, "I", "The same e-mail stands in row 3 with another name.")
    ]


def test_rows_that_contradict_each_other_about_an_institution(
    gentofte: Organisation, director: User
) -> None:
    second = changed(SKOVEN, c1="Skole", c6="Ib", c7="Bo", c8="ib@gentofte.example")
    assert codes_of(checked(gentofte, director, [HEAD, SKOVEN, second])) == [(4, 1, "other_value")]


def test_a_row_left_out_takes_those_along_who_report_to_it(
    gentofte: Organisation, director: User
) -> None:
    rows = [changed(HEAD, c10="Kejser"), SKOVEN, SCHOOL]
    assert codes_of(checked(gentofte, director, rows)) == [
        (2, 10, "unknown_level"),
        (3, 11, "unknown_superior"),
    ]


def test_leaders_who_lead_each_other(gentofte: Organisation, director: User) -> None:
    rows = [changed(HEAD, c11=SKOVEN[8]), SKOVEN, SCHOOL]
    assert codes_of(checked(gentofte, director, rows)) == [(2, 11, "circle"), (3, 11, "circle")]


def test_a_circle_through_what_stands(gentofte: Organisation, director: User) -> None:
    written(gentofte, director)
    assert codes_of(checked(gentofte, director, [changed(HEAD, c11=SKOVEN[8])])) == [
        (2, 11, "circle")
    ]


def test_a_person_from_elsewhere_looks_like_nobody_known(
    gentofte: Organisation, director: User, stranger_leader: User
) -> None:
    def report(email: str) -> object:
        seen = checked(gentofte, director, [changed(SCHOOL, c8=email)]).report
        return [str(seen[part]).replace(email, "X") for part in ("created", "changed", "counts")]

    assert report(stranger_leader.email) == report("unheard-of@gentofte.example")


def test_a_superior_from_elsewhere_is_unknown(
    gentofte: Organisation, director: User, stranger_leader: User
) -> None:
    known = checked(gentofte, director, [changed(SCHOOL, c11=stranger_leader.email)])
    unknown = checked(gentofte, director, [changed(SCHOOL, c11="unheard-of@x.example")])
    assert codes_of(known) == codes_of(unknown) == [(2, 11, "unknown_superior")]


def test_somebody_invited_already_is_left(gentofte: Organisation, director: User) -> None:
    written(gentofte, director, [changed(SCHOOL, c6="", c7="", c8="", c9="")])
    school = Organisation.objects.get(name=SCHOOL[0])
    Invitation.objects.create(
        email=SCHOOL[8], first_name="Bo", role="leader", organisation=school, invited_by=director,
        created_at=NOW, expires_at=NOW.replace(year=2027),
    )  # fmt: skip
    report = checked(gentofte, director, [SCHOOL]).report
    assert report["counts"]["leader"] == {"created": 0, "changed": 0, "left": 1}


def test_names_of_people_who_work_elsewhere_too_are_not_ours_to_change(
    gentofte: Organisation, director: User, leader: User, stranger_day_care: Organisation
) -> None:
    RoleHolding.objects.create(
        user=leader, organisation=stranger_day_care, role="leader", starts_on=NOW.date()
    )
    row = changed(SKOVEN, c0="Børnehuset Åen", c1="", c2="", c3="", c4="", c5="", c8=leader.email)
    report = checked(gentofte, director, [changed(row, c9="", c10="", c11="")]).report
    assert (report["created"], report["changed"]) == ([], [])


def test_strange_texts_are_only_texts(gentofte: Organisation, director: User) -> None:
    name = '=HYPERLINK("x") <script>alert(1)</script> مدرسة 🏡'
    report = checked(gentofte, director, [changed(SCHOOL, c0=name, c6="‮Bo")]).report
    assert [entry["name"] for entry in report["created"]] == ["Skoler", name, "‮Bo Nørgård"]


def test_a_mapping_needs_a_place(gentofte: Organisation, director: User) -> None:
    staff_import = uploaded(gentofte, director)
    with pytest.raises(NoPlaceColumn):
        choose_columns(staff_import=staff_import, mapping={"email": 8}, now=NOW)


def test_a_written_list_cannot_be_read_otherwise(gentofte: Organisation, director: User) -> None:
    staff_import = written(gentofte, director)
    with pytest.raises(ImportClosed):
        choose_columns(staff_import=staff_import, mapping={"institution": 0}, now=NOW)


def test_prose_is_not_a_list(gentofte: Organisation, director: User) -> None:
    with pytest.raises(NotAList):
        upload_staff_file(
            municipality=gentofte,
            stream=io.BytesIO(b"Dear all\nPlease find enclosed\nour list of leaders"),
            file_name="brev.txt",
            by=director,
            now=NOW,
        )


def test_the_preview_takes_as_many_queries_for_many_rows(
    gentofte: Organisation, director: User, django_assert_max_num_queries: object
) -> None:
    rows = [
        [*ROWS[1][:6], "Bo", "Bo", f"bo{number}@gentofte.example", "", "", "", ""]
        for number in range(60)
    ]
    staff_import = uploaded(gentofte, director, rows)
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        choose_columns(staff_import=staff_import, mapping=staff_import.mapping, now=NOW)
