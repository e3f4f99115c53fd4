"""Opaque references and fingerprints: what stands for a person where no name may.

HMAC-SHA256 under the workspace's reference key; destroying that key makes all of them meaningless.
"""

import hmac
import json

from vault.keys import Keys


def submission_id(staff_ref: str, time: int, keys: Keys) -> str:
    """`sub-` and 12 hexadecimal digits: the same for a person each time, and no way back to them.

    `time` counts how often the person has withdrawn: whoever comes back is another to everything kept.
    """
    return f"sub-{_keyed('submission', (staff_ref, *[str(time)] * (time > 0)), keys)[:12]}"


def workspace_mark(keys: Keys) -> str:
    """16 hexadecimal digits by which a workspace is known outside of it, also one put back from a backup."""
    return _keyed("workspace", (), keys)[:16]


def fingerprint(parts: tuple[str, ...], keys: Keys) -> str:
    """32 hexadecimal digits that are the same when every part is."""
    return _keyed("fingerprint", parts, keys)[:32]


def _keyed(purpose: str, parts: tuple[str, ...], keys: Keys) -> str:
    # JSON keeps ("ab", "c") and ("a", "bc") apart; the purpose keeps an id from being a fingerprint.
    text = json.dumps([purpose, *parts])
    return hmac.new(keys.reference, text.encode("ascii"), "sha256").hexdigest()
