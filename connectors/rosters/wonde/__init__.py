"""The Wonde API, which reads most school systems of the UK: a roster fetched instead of exported."""

from connectors.rosters.wonde.client import ADDRESS, Access
from connectors.rosters.wonde.fetching import fetch
from connectors.rosters.wonde.retrying import Bounds

__all__ = ["ADDRESS", "Access", "Bounds", "fetch"]
