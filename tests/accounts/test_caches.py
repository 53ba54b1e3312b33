"""What may be kept of a page on its way, and in the browser."""

import pytest


@pytest.mark.parametrize("address", ["/", "/konto/", "/netvaerk/", "/konto/nope/"])
def test_no_page_is_kept_for_others(signed_in, director, address):
    kept = signed_in(director).get(address, follow=True).headers["Cache-Control"]
    assert {"private", "no-cache"} <= set(kept.split(", "))


def test_what_says_more_is_left_alone(signed_in, leader):
    assert "no-store" in signed_in(leader).get("/refleksioner/").headers["Cache-Control"]
