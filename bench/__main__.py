"""Measure one row of the table, or all."""

import sys
from importlib import import_module

from bench.stage import set_up, tear_down

NAMES = ("pages", "quiz", "sign_in", "papers", "signing", "compare", "frameworks", "registry", "register")


def main() -> None:
    asked = sys.argv[1:] or NAMES
    if unknown := set(asked) - set(NAMES):
        raise SystemExit(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(NAMES)}")
    folder = set_up()
    try:
        for name in asked:
            for row in import_module(f"bench.{name}").rows():
                print(row, flush=True)
    finally:
        tear_down(folder)


if __name__ == "__main__":
    main()
