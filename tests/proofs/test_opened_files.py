"""M8: only files on a connector's allow-list are opened, whatever else lies beside them."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

from connectors.member_paths import AllowList, plain
from connectors.platforms import platforms
from samples.exports.layout import MARKER
from samples.exports.layouts import Packing, layouts, write_export
from tests.proofs.conftest import Figure
from tests.samples.three_people import PEOPLE

BESIDE = (
    "messages/inbox/somebody_123/message_1.json",
    "your_facebook_activity/messages/inbox/somebody_123/message_1.html",
    "your_instagram_activity/messages/inbox/somebody_123/message_1.json",
    "media/posts/202401/photo.jpg",
    "photos_and_videos/your_photos.json",
    "logged_information/search/your_search_history.json",
    "searches/search_history.csv",
    "location/places.json",
    "data/direct-messages.js",
    "connections/contacts/synced_contacts.json",
    "security_and_login_information/login_activity.json",
    "chat_media/2024-01-01.mp4",
)
"""What no connector has any business with, from several platforms."""
ALLOWED = AllowList(
    {name: module.MEMBERS for name, module in platforms().items()},
    {name: module.LOOSE for name, module in platforms().items()},
)


def test_only_what_is_on_an_allow_list_is_opened(tmp_path: Path, figure: Figure) -> None:
    hand_ins = []
    for slug in layouts():
        for packing in (Packing.ZIP, Packing.FOLDER):
            folder = tmp_path / slug / packing
            folder.mkdir(parents=True)
            hand_ins.append(write_export(folder, slug, PEOPLE, packing=packing))
    members = [
        {name: text for path in paths for name, text in with_more_beside(path).items()} for paths in hand_ins
    ]
    opened = counted(hand_ins)
    assert all(opened)
    for paths, told, of_export in zip(hand_ins, opened, members, strict=True):
        assert [name for name in told if not is_allowed(name, paths)] == []
        assert [name for name in told if of_export[name] == MARKER.encode()] == []
    files, all_files = sum(len(set(told)) for told in opened), sum(map(len, members))
    told = f"0 opens off the allow-list: {files} files opened, {all_files - files} left closed"
    figure("M8", f"{told}, {len(layouts())} layouts")


def test_a_file_opened_on_request_is_counted_as_off_the_list(tmp_path: Path) -> None:
    slug = next(each for each in layouts() if each.startswith("x") and "posts" in each)
    paths = write_export(tmp_path, slug, PEOPLE)
    (told,) = counted([paths], "x")
    assert not all(is_allowed(name, paths) for name in told)


def is_allowed(name: str, handed_in: tuple[Path, ...]) -> bool:
    """Whether some connector lists the path, or the kind of a file that was handed in by itself."""
    return bool(ALLOWED.listed(plain(name), is_loose=Path(name) in handed_in))


def with_more_beside(path: Path) -> dict[str, bytes]:
    """The contents by name, after photos, messages and searches were put beside the lists."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "a") as archive:
            for name in set(BESIDE) - set(archive.namelist()):
                archive.writestr(name, MARKER)
            return {name: archive.read(name) for name in archive.namelist()}
    if path.is_dir():
        for name in BESIDE:
            beside = path / name
            beside.parent.mkdir(parents=True, exist_ok=True)
            if not beside.exists():
                beside.write_text(MARKER, encoding="utf-8")
        return {str(each): each.read_bytes() for each in path.rglob("*") if each.is_file()}
    return {str(path): path.read_bytes()}


def counted(hand_ins: list[tuple[Path, ...]], *requested: str) -> list[list[str]]:
    """What a reading of each of these opens."""
    asked = [{"paths": [str(path) for path in paths], "requested": requested} for paths in hand_ins]
    done = subprocess.run(
        [sys.executable, "-m", "tests.proofs.reading_counted"],
        input="\n".join(map(json.dumps, asked)),
        check=True,
        capture_output=True,
        text=True,
    )
    return [json.loads(line)["opened"] for line in done.stdout.splitlines()]
