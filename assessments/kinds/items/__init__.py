"""The kinds of questions on screen: one module each, found by itself and named by its `KIND`."""

from importlib import import_module
from pkgutil import iter_modules

from assessments.registries import ItemKind


def found() -> dict[str, ItemKind]:
    modules = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    return {module.KIND.kind: module.KIND for module in modules}
