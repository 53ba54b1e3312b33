"""A contract for import-linter: no app imports another app's views, forms or tasks.

The built-in kinds want every module named and existing; this one holds for apps yet to come.
"""

from __future__ import annotations

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class OwnDoorsContract(Contract):
    """`private`: the names of modules that only their own app may import."""

    type_name = "own_doors"
    private = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        wrong = sorted(
            (importer, imported)
            for imported in graph.modules
            if self._is_private(imported)
            for importer in graph.find_modules_that_directly_import(imported)
            if importer.partition(".")[0] != imported.partition(".")[0]
        )
        return ContractCheck(kept=not wrong, metadata={"wrong": wrong})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported in check.metadata["wrong"]:
            output.print_error(f"{importer} imports {imported}: ask that app's services instead.")

    def _is_private(self, module: str) -> bool:
        names = module.split(".")
        return len(names) > 1 and names[1] in self.private  # type: ignore[operator]
