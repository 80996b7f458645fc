"""What somebody outside writes to hold us to it: 40 lines, their own hashing, nothing of Volet.

    python independent_check.py OLD.json NEW.json CONSISTENCY.json INCLUSION.json LEAVES.json

Files as published: two heads (/register/heads/<size>), a consistency and an inclusion proof, a page of leaves.
"""

import hashlib
import json
import sys
from pathlib import Path


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def path_root(leaf, index, size, path):
    """The root that a path leads to: at each level, left sibling if the number is odd or the last one alone."""
    if size == 1:
        assert not path
        return leaf
    half = 1 << (size - 1).bit_length() - 1
    if index < half:
        return sha(b"\x01", path_root(leaf, index, half, path[:-1]), path[-1])
    return sha(b"\x01", path[-1], path_root(leaf, index - half, size - half, path[:-1]))


def both_roots(old, new, path, old_root, whole=True):
    """(old root, new root) that a consistency proof leads to."""
    if old == new:
        return (old_root, old_root) if whole and not path else (path[0], path[0])
    half = 1 << (new - 1).bit_length() - 1
    if old <= half:
        before, after = both_roots(old, half, path[:-1], old_root, whole)
        return before, sha(b"\x01", after, path[-1])
    before, after = both_roots(old - half, new - half, path[:-1], old_root, False)
    return sha(b"\x01", path[-1], before), sha(b"\x01", path[-1], after)


def check(old, new, consistency, inclusion, leaves):
    first, last = bytes.fromhex(old["root"]), bytes.fromhex(new["root"])
    steps = [bytes.fromhex(step) for step in consistency["path"]]
    assert both_roots(old["size"], new["size"], steps, first) == (first, last), "the heads contradict each other"
    document = next(leaf["document"] for leaf in leaves["leaves"] if leaf["index"] == inclusion["index"])
    leaf = sha(b"\x00", json.dumps(document, sort_keys=True, separators=(",", ":")).encode())
    steps = [bytes.fromhex(step) for step in inclusion["path"]]
    assert path_root(leaf, inclusion["index"], new["size"], steps) == last, "the entry is not under the head"


if __name__ == "__main__":
    check(*[json.loads(Path(name).read_text("utf-8")) for name in sys.argv[1:]])
    print("ok")
