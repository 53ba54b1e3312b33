"""Fields that are asked for only when another field calls for them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.forms import BoundField, CheckboxSelectMultiple

from ui.asides import AsideFields


class DecidedFields(AsideFields):
    """A form in which the choice `DECIDES` says which of the fields in `DECIDED` it has.

    They follow the choice. Where scripts run they come as soon as one chooses, from the form's own
    page with the choice in its address; elsewhere with the answer to the first sending, which is
    then `has_more_to_ask`, and nobody is told that they left out what they were not asked.
    """

    CONTAINER = "decided"  # the id of what holds them
    DECIDES: ClassVar[str]
    DECIDED: ClassVar[dict[str, tuple[str, ...]]]  # by the value of the choice

    has_more_to_ask = False

    def decide(self, page: str) -> None:
        """Keep the fields that the choice calls for; `page` is the address of the form."""
        name = self.add_prefix(self.DECIDES)
        chosen = (
            self.data.get(name)
            if self.is_bound
            else self.get_initial_for_field(self.fields[self.DECIDES], self.DECIDES)
        )
        self.asked = self.DECIDED.get(chosen or "", ())
        for other in {name for names in self.DECIDED.values() for name in names} - {*self.asked}:
            del self.fields[other]
        self.has_more_to_ask = self.is_bound and self._were_not_asked()
        if self.has_more_to_ask:
            self._begin_with_what_is_usual()
        into = f"#{self.CONTAINER}"
        self.fields[self.DECIDES].widget.attrs.update(
            {"hx-get": page, "hx-target": into, "hx-select": into, "hx-swap": "outerHTML"}
        )

    def _were_not_asked(self) -> bool:
        told = [name for name in self.asked if not self._looks_unasked_always(name)]
        return bool(told) and all(
            self.fields[name].widget.value_omitted_from_data(
                self.data, self.files, self.add_prefix(name)
            )
            for name in told
        )

    def _looks_unasked_always(self, name: str) -> bool:
        """Boxes of which none is ticked are not sent."""
        return isinstance(self.fields[name].widget, CheckboxSelectMultiple)

    def _begin_with_what_is_usual(self) -> None:
        said: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        for name in self.asked:
            field = self.fields[name]
            field.required = False
            if field.initial is not None:
                said[self.add_prefix(name)] = field.initial
        self.data = said

    @property
    def fields_in_front(self) -> list[BoundField]:
        return [field for field in super().fields_in_front if field.name not in self.asked]

    @property
    def fields_decided(self) -> list[BoundField]:
        return [self[name] for name in self.asked]
