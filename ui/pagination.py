"""Every list comes in pages."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.functional import cached_property

PER_PAGE = 20


def page_of(
    request: HttpRequest,
    queryset: Any,
    per_page: int = PER_PAGE,
    at_most: int | None = None,
    known: int | None = None,
) -> Page:
    """The page that `?page=` asks for; a bad number gives the nearest page, never an error.

    With `at_most`, no more rows than that are counted and leafed through, for lists in which one
    searches: counting thousands takes longer than showing a page. Where it is `known` how many
    there are, nothing is counted.
    """
    if at_most is None:
        paginator = Paginator(queryset, per_page)
    else:
        paginator = AtMost(queryset, per_page, at_most=at_most)
    if known is not None:
        paginator.count = known
    return paginator.get_page(request.GET.get("page"))


class AtMost(Paginator):
    """The first `at_most` rows in pages; `is_cut` says that there may be more."""

    def __init__(self, *args: Any, at_most: int) -> None:
        super().__init__(*args)
        self.at_most = at_most

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by()[: self.at_most].count())

    @property
    def is_cut(self) -> bool:
        return self.count == self.at_most
