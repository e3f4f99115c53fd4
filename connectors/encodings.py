"""Text from the bytes of a file somebody else wrote, whatever the file says about itself."""

import codecs

_MARKS = (  # the UTF-32 mark begins with the UTF-16 one, so it comes first
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WINDOWS = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256)}
_SAMPLE = 4096


def decode(data: bytes) -> str:
    """The text of `data`, without a byte order mark. Never raises.

    A mark decides; then zero bytes in every other place (UTF-16 without a mark); then UTF-8, also with a few
    damaged characters, which become U+FFFD; then Windows-1252, which reads any byte.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace").removeprefix("\ufeff")
    if wide := _unmarked_utf16(data[:_SAMPLE]):
        return data.decode(wide, "replace")
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    if damaged and damaged >= sum(character > "\x7f" for character in text) - damaged:
        return data.decode("latin-1").translate(_WINDOWS)
    return text


def _unmarked_utf16(sample: bytes) -> str:
    zeros = (sample[0::2].count(0), sample[1::2].count(0))
    if max(zeros) * 4 < len(sample) or min(zeros) * 4 > max(zeros):
        return ""
    return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
