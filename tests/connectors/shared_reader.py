"""One child process for all the exports that a test process reads; starting one for each would be slow."""

import atexit

from connectors.exports import ExportReader

READER = ExportReader()
atexit.register(READER.close)
read_exports = READER.read
