"""The demonstration: invented people and bodies, made by the same actions as the screens use.

`people` says who they are; `installation` makes bodies and staff, `session` the trainees, `learning` what they did,
`certificates` and `records` what came of it; `keys` draws passwords and PINs; `shown` is what the console prints; `chain`
goes the whole way once, for `demo --check`.
"""

from operations.actions.demo.chain import Chain, run_chain
from operations.actions.demo.installation import load_library
from operations.actions.demo.keys import DemoKeys, hand_out_keys
from operations.actions.demo.seed import seed_demonstration
from operations.actions.demo.shown import Shown, shown_in_demonstration

__all__ = [
    "Chain",
    "DemoKeys",
    "Shown",
    "hand_out_keys",
    "load_library",
    "run_chain",
    "seed_demonstration",
    "shown_in_demonstration",
]
