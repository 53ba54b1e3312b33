"""Every element, as one library that settings make a builtin: no {% load %} needed.

The list of elements with all their states is the style guide at /stilguide/.
"""

from ui.elements import blocks, fields, forms, lists, plain, register  # noqa: F401 - each module registers

__all__ = ["register"]
