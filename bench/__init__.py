"""Benchmarks: `uv run python -m bench` measures every row, `uv run python -m bench pages` one.

Each row prints a figure beside its bar (docs/explanation/speed.md). Nothing here is a test: a busy machine misses bars.
"""
