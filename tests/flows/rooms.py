"""The room of an audit, opened without Prefect: its stages, in their order."""

from collections.abc import Iterator
from contextlib import contextmanager

from flows.stages import check, corroborate, sift, submissions
from flows.stages import load as loading
from flows.workroom import Workroom, opened_room, room_of
from flows.workspace import Workspace
from tests.flows.conftest import TODAY


@contextmanager
def judged(workspace: Workspace) -> Iterator[Workroom]:
    """The room of an audit whose findings are made and checked, before any report."""
    with opened_room(workspace, TODAY) as run_ref:
        room = room_of(run_ref)
        loading.load_roster(room)
        sift.sift_roster(room)
        loading.index_roster(room)
        for shard in room.shards:
            submissions.open_shard(room, shard)
            submissions.sift_shard(room, shard)
            submissions.match_shard(room, shard)
        corroborate.corroborate_matches(room)
        for shard in room.shards:
            submissions.judge_shard(room, shard)
        check.check_findings(room)
        yield room
