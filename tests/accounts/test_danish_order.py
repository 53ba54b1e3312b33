"""æ, ø, å come last, and aa sorts as å."""

import pytest

from accounts.danish import sort_key
from accounts.models import Organisation


def test_order_of_names_is_danish() -> None:
    names = ["Åbenrå", "Ørsted", "Aabybro", "Ærø", "Zoffmann", "Anders", "Ägir"]
    assert sorted(names, key=sort_key) == [
        "Anders",
        "Zoffmann",
        "Ägir",
        "Ærø",
        "Ørsted",
        "Åbenrå",
        "Aabybro",
    ]


@pytest.mark.django_db
def test_the_database_orders_by_the_stored_key() -> None:
    for code, name in [("101", "Ørsted"), ("102", "Aabybro"), ("103", "Anders"), ("104", "Ærø")]:
        Organisation.objects.create(kind="municipality", name=name, code=code)
    found = Organisation.objects.in_danish_order().values_list("name", flat=True)
    assert list(found) == ["Anders", "Ærø", "Ørsted", "Aabybro"]
