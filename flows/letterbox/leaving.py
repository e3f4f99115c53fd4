"""What somebody who withdraws has in the hand-in folder: it goes too, or it would be taken after all."""

from flows.letterbox.errors import FolderMisplaced, HandInUnreachable
from flows.letterbox.looking import ANSWER, look
from flows.letterbox.place import hand_in_folder
from flows.workspace import Workspace
from vault.others_files import delete


def emptied(workspace: Workspace, staff_ref: str) -> bool:
    """Whether nothing of that person lies there any more; True where there is no such folder at all.

    To be called before the person is forgotten: what is read at this moment is not kept once it is gone.
    """
    if not workspace.school.hand_in.folder:
        return True
    try:
        people = {staff_ref.casefold(): staff_ref}
        seen = look(hand_in_folder(workspace), people, workspace.vault.fingerprint)
    except (FolderMisplaced, HandInUnreachable):
        return False
    gone = [delete(each.path) for box in seen.boxes for each in box.letters]
    answers = [delete(box.path / ANSWER) for box in seen.boxes]
    return not seen.closed and all(gone) and all(answers)
