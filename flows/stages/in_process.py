"""The stages of an audit in their order and in this process: for rehearsals, measurements and tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from flows.stages import check, corroborate, sift, submissions
from flows.stages import load as loading
from flows.workroom import Workroom, opened_room, room_of
from flows.workspace import Workspace


@contextmanager
def judged(workspace: Workspace, today: date) -> Iterator[Workroom]:
    """The room of an audit without Prefect, its findings made and checked, before any report."""
    with opened_room(workspace, today) as run_ref:
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
