"""The registry of checks, and the two ways of asking them: all, or the quick ones before an audit."""

from datetime import date

from flows.health import places, programs, records
from flows.health.answers import Answer, Check, Said, State
from flows.today import london_today
from flows.workspace import Workspace
from schemas.errors import ArmslengthError, ConfigurationError

CHECKS = (
    Check(
        "school",
        "school.toml can be read and names two reviewers, the DSL as the staff list does.",
        "Compare it with the one `armslength init` writes.",
        records.school_read,
        before_audits=True,
    ),
    Check(
        "keys",
        "The keys folder is complete: the service's keys and everybody's public halves.",
        "Put the keys folder back from its backup; without it nothing that is sealed opens.",
        records.keys_whole,
        before_audits=True,
    ),
    Check(
        "keys-closed",
        "No other account of this computer can open a key.",
        "Give them back to their owner alone: folder mode 0700, files 0600. If others could read them for "
        "longer than you know, treat them as known.",
        places.keys_closed,
        before_audits=True,
    ),
    Check(
        "workspace-closed",
        "No other account of this computer can open the workspace or anything in it.",
        "Close it: `chmod -R go= FOLDER`.",
        places.workspace_closed,
        before_audits=True,
    ),
    Check(
        "prefect-closed",
        "No other account of this computer can open Prefect's home.",
        "Close it: `chmod -R go= FOLDER/prefect`. IT reads it through the service's account.",
        places.prefect_closed,
        before_audits=True,
    ),
    Check(
        "kept-here-alone",
        "The workspace is in no folder that copies itself to a cloud.",
        "Move it to a folder that is not synced: its keys would be copied with it, and files half-way.",
        places.kept_here_alone,
        before_audits=True,
    ),
    Check(
        "room",
        "There is room on the disk.",
        "Make room: an audit that finds none changes nothing and fails.",
        places.room_on_disk,
        before_audits=True,
    ),
    Check(
        "prefect-settled",
        "No file in Prefect's home changes how it logs, what it keeps or where it writes.",
        "Take the files named here out of Prefect's home; settings go into school.toml.",
        programs.prefect_settled,
        before_audits=True,
    ),
    Check(
        "dpia",
        "The date on which the impact assessment (DPIA) was signed is recorded.",
        "Record it: `armslength data-protection record --dpia-signed DATE`.",
        records.dpia_signed,
        before_audits=True,
    ),
    Check(
        "log",
        "The audit log is whole.",
        "See `armslength log verify`, keep a copy of the log as it is, and tell the DSL.",
        records.log_holds,
    ),
    Check(
        "documents",
        "Every audit's documents are byte for byte what the audit wrote.",
        "Type no passphrase into a page that was changed. Make them again with `armslength documents`, and "
        "find out who may write in that folder.",
        records.documents_as_kept,
    ),
    Check(
        "umask",
        "What this account makes is open to no other account.",
        "Set the umask of the service's account to 077. Audits set their own.",
        places.files_made_private,
    ),
    Check(
        "prefect-environment",
        "The environment says nothing of Prefect.",
        "Take PREFECT_... out of this account's environment. Audits forget it; `prefect` by hand would not.",
        programs.environment_silent,
    ),
    Check(
        "unfinished",
        "Nothing was left unfinished.",
        "Nothing to do if an audit runs soon: it sweeps this away. If it comes back, look at the disk.",
        places.writes_finished,
    ),
    Check(
        "roster-fresh",
        "The roster is not older than a term.",
        "Load it again: `armslength roster load FILE...`.",
        records.roster_fresh,
    ),
    Check(
        "schedules",
        "Every line of [schedule] would run, and the term dates it is told in are known for 60 days.",
        "See `armslength schedule`: it says what would never run, and how the term dates are understood.",
        records.schedules_run,
    ),
    Check(
        "policy-reviewed",
        "The policy's review is not overdue.",
        "Tell the DSL; once it was reviewed: `armslength policy review --on DATE`.",
        records.policy_reviewed,
    ),
    Check(
        "guides-checked",
        "The guides on removing contacts were checked within six months.",
        "Staff are warned of it in their reports; a newer version of Armslength may have newer guides.",
        records.guides_checked,
    ),
    Check(
        "format",
        "The workspace is of this version's format.",
        "Make a backup, then run `armslength upgrade`.",
        records.format_current,
    ),
    Check(
        "versions",
        "The libraries are those of requirements.lock.",
        "Install them again as docs say: other versions were never tested together.",
        programs.versions_locked,
    ),
    Check(
        "python",
        "Python's own version, for information.",
        "Nothing to do.",
        programs.python_known,
    ),
)


class UnsafeToRun(ConfigurationError):
    """This workspace is not safe to run an audit in."""

    code = "unsafe-to-run"
    next_step = "Run `armslength doctor`: it says what each of these is, and what to do."


def examine(workspace: Workspace, today: date) -> list[Answer]:
    """Every check's answer, in the registry's order."""
    return [Answer(check, ask(check, workspace, today)) for check in CHECKS]


def refuse_what_is_unsafe(workspace: Workspace) -> None:
    """Raise one `UnsafeToRun` naming the codes of all that is unsafe, of the checks made before audits."""
    today = london_today()
    quick = [check for check in CHECKS if check.before_audits]
    unsafe = [check.code for check in quick if ask(check, workspace, today).state is State.UNSAFE]
    if unsafe:
        raise UnsafeToRun(", ".join(unsafe))


def ask(check: Check, workspace: Workspace, today: date) -> Said:
    """The check's answer; what it raises is one, too: the error's code."""
    try:
        return check.ask(workspace, today)
    except ArmslengthError as error:
        return Said(State.UNSAFE, error.code)
    except OSError:  # its text would name a path
        return Said(State.UNSAFE, "this account cannot read it")
