"""Opaque references and fingerprints: what stands for a person where no name may.

HMAC-SHA256 under the workspace's reference key; destroying that key makes all of them meaningless.
"""

import hmac
import json

from vault.keys import Keys


def submission_id(staff_ref: str, keys: Keys) -> str:
    """`sub-` and 12 hexadecimal digits: the same for a person each time, and no way back to them."""
    return f"sub-{_keyed('submission', (staff_ref,), keys)[:12]}"


def fingerprint(parts: tuple[str, ...], keys: Keys) -> str:
    """32 hexadecimal digits that are the same when every part is."""
    return _keyed("fingerprint", parts, keys)[:32]


def _keyed(purpose: str, parts: tuple[str, ...], keys: Keys) -> str:
    # JSON keeps ("ab", "c") and ("a", "bc") apart; the purpose keeps an id from being a fingerprint.
    text = json.dumps([purpose, *parts])
    return hmac.new(keys.reference, text.encode("ascii"), "sha256").hexdigest()
