"""Fields that can be left as they are stand behind a click, so that a form stays short."""

from __future__ import annotations

from typing import Any, ClassVar

from django.forms import BaseForm, BoundField


class AsideFields(BaseForm):
    """A form whose fields in `ASIDE` are folded away, below the others.

    They show by themselves when one of them has an error or says something else than it would by
    itself: nobody sends what they do not see.
    """

    ASIDE: ClassVar[tuple[str, ...]] = ()

    @property
    def fields_in_front(self) -> list[BoundField]:
        return [field for field in self.visible_fields() if field.name not in self.ASIDE]

    @property
    def fields_aside(self) -> list[BoundField]:
        return [self[name] for name in self.ASIDE]

    @property
    def aside_is_open(self) -> bool:
        return any(
            field.name in self.errors or _says_something(field) for field in self.fields_aside
        )


def _says_something(field: BoundField) -> bool:
    return _plain(field.value()) not in ("", _plain(field.field.initial))


def _plain(value: Any) -> str:
    return "" if value is None else str(value)
