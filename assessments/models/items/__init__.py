"""The kinds of items: one proxy each, found by itself and named by its `MODEL`. What a kind holds is in the body."""

from importlib import import_module
from pkgutil import iter_modules

from assessments.models.item import ItemVersion


def _found() -> dict[str, type[ItemVersion]]:
    modules = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    return {module.MODEL.kind: module.MODEL for module in modules}


#: The model of each kind.
item_models = _found()
