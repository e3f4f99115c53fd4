"""A backup opens nothing by itself, is of one moment, and comes back whole or not at all."""

import io
import json
import os
import tarfile
from datetime import date
from pathlib import Path

import pytest

from tests.vault.invented import STAFF_MEMBER, STAFF_REF
from vault.backups import (
    LABEL,
    OPEN_NOTHING,
    BackupIncomplete,
    BackupInside,
    BackupTaken,
    BackupUnreadable,
    Holds,
    RestoreTaken,
    back_up,
    put_back,
)
from vault.keys import FILES, Keys, load_keys
from vault.ledger import Draft
from vault.store import Vault
