"""The report for one member of staff: their own lists, what to look at on them, and what to do."""

from collections.abc import Iterable
from typing import Any

from reports.contacts import as_listed
from reports.guides import guide
from reports.staff_facts import ExportRead, Page, Problem, StaffReport
from reports.typeset import pdf
from reports.wording import as_sentence, counted, day, list_title, number, platform_title, together
from schemas.extract import ListCount

WITHOUT_SUBMISSION = {
    Page.NOTHING_HANDED_IN: ("not_handed_in", "You have not handed anything in"),
    Page.NOTHING_TO_SUBMIT: ("nothing_to_submit", "You told us you have nothing to hand in"),
    Page.HELD: ("held", "Your page is not ready yet"),
}


def staff_report(facts: StaffReport) -> bytes:
    """The report as a tagged PDF, not yet locked."""
    return pdf("staff_report", _pages(facts), facts.on)


def _pages(facts: StaffReport) -> dict[str, Any]:
    return {
        "setting": facts.setting.name,
        "words": _words(facts),
        "receipt": facts.receipt_id,
        "initials": facts.initials,
        "on": day(facts.on),
        "answer_by": day(facts.answer_by),
        "read": facts.page is Page.HANDED_IN,
        "policy_version": facts.policy_version,
        "criteria_version": facts.criteria_version,
        "headline": _headline(facts),
        "tiles": _tiles(facts),
        "look_at": _lines(facts)[: len(facts.look_at)],
        "probably_fine": _lines(facts)[len(facts.look_at) :],
        "guides": _guides(facts),
        "lists": [_list(export, each) for export in facts.exports for each in export.lists],
        "not_compared": _reasons(facts.exports),
        "unopened": _unopened(facts.exports),
        "notes": [_note(export, note) for export in facts.exports for note in export.notes],
        "problems": [_problem(each) for each in facts.problems],
        "profile_notes": facts.profile_notes,
        "profiles_read": together(map(platform_title, facts.profiles_read)),
        "profiles_without_text": together(map(platform_title, facts.profiles_without_text)),
    }


def _words(facts: StaffReport) -> dict[str, str]:
    setting = facts.setting
    return {
        "kind": setting.kind,
        "children": setting.children,
        "ask": setting.ask,
        "ask_first": setting.ask[:1].upper() + setting.ask[1:],
        "ask_instead": setting.ask_instead,
        "complain_to": setting.complain_to,
    }


def _comparable(lists: Iterable[ListCount]) -> int:
    return sum(each.with_display_name + each.handle_only for each in lists)


def _not_compared(lists: Iterable[ListCount]) -> int:
    return sum(each.not_comparable + each.unreadable for each in lists)


def _headline(facts: StaffReport) -> dict[str, str]:
    """The answer in one line. "Nothing to look at" is only said where something was compared."""
    if facts.page in WITHOUT_SUBMISSION:
        state, title = WITHOUT_SUBMISSION[facts.page]
        return {"state": state, "title": title, "text": state}
    lists = [each for export in facts.exports for each in export.lists]
    if facts.look_at:
        count = counted(len(facts.look_at), "contact")
        return {"state": "look", "title": f"Please look at {count}", "text": "look"}
    if _comparable(lists):
        return {"state": "nothing", "title": "Checked, and nothing to look at", "text": "nothing"}
    if facts.problems or any(each.entries for each in lists) or not lists:
        return {"state": "not_checked", "title": "Could not be checked", "text": "not_checked"}
    return {"state": "empty", "title": "Your lists are empty", "text": "empty"}


def _tiles(facts: StaffReport) -> list[dict[str, str]]:
    if facts.page in WITHOUT_SUBMISSION:
        return []
    lists = [each for export in facts.exports for each in export.lists]
    return [
        _tile("nothing", _comparable(lists), "contacts checked"),
        _tile("look", len(facts.look_at), "to look at"),
        _tile("fine", len(facts.probably_fine), "probably fine"),
        _tile("not_checked", _not_compared(lists), "could not be checked"),
    ]


def _tile(state: str, count: int, label: str) -> dict[str, str]:
    return {"state": state if count else "empty", "count": number(count), "label": label}


def _lines(facts: StaffReport) -> list[dict[str, str]]:
    return [{"line": str(line)} | as_listed(each, own=True) for line, each in facts.by_line.items()]


def _guides(facts: StaffReport) -> list[dict[str, Any]]:
    platforms = dict.fromkeys(contact.platform for contact in facts.look_at)
    return [_guide(facts, platform) for platform in platforms]


def _guide(facts: StaffReport, platform: str) -> dict[str, Any]:
    page = guide(platform)
    relations = {contact.relation for contact in facts.look_at if contact.platform == platform}
    acts = page.acts_for(relations)
    return {
        "title": page.title,
        "checked_on": day(page.checked_on),
        "is_old": page.is_old(facts.on),
        "acts": [{"title": act.title, "steps": act.steps, "effect": act.effect} for act in acts],
    }


def _list(export: ExportRead, each: ListCount) -> dict[str, str]:
    compared = _comparable([each])
    state = _state(each.entries, compared, _not_compared([each]))
    return {
        "platform": platform_title(export.platform),
        "list": list_title(export.platform, each.relation),
        "entries": number(each.entries),
        "compared": number(compared),
        "not_compared": number(_not_compared([each])),
        "state": state,
    }


def _state(entries: int, compared: int, not_compared: int) -> str:
    if not entries:
        return "empty"
    if not compared:
        return "not_checked"
    return "in_part" if not_compared else "nothing"


def _reasons(exports: Iterable[ExportRead]) -> list[dict[str, str]]:
    """Why some accounts could not be compared, a sentence a platform."""
    reasons = []
    for export in exports:
        nameless = sum(each.not_comparable for each in export.lists)
        unreadable = sum(each.unreadable for each in export.lists)
        if nameless:
            reasons.append(_reason(export, nameless, guide(export.platform).not_comparable))
        if unreadable:
            reasons.append(_reason(export, unreadable, "We could not read these entries."))
    return reasons


def _reason(export: ExportRead, count: int, sentence: str) -> dict[str, str]:
    title = f"{platform_title(export.platform)}: {counted(count, 'account')}"
    return {"title": title, "sentence": sentence}


def _unopened(exports: Iterable[ExportRead]) -> str:
    """How many files of the archives stayed closed."""
    files = sum(export.unopened for export in exports)
    if not files:
        return "There were no other files in what you handed in."
    return f"We left {counted(files, 'other file')} unopened. We did not look at messages, posts or photos."


def _note(export: ExportRead, note: str) -> str:
    return f"{platform_title(export.platform)}: {as_sentence(note)}"


def _problem(problem: Problem) -> dict[str, str]:
    code = f"(Code: {problem.code}.)" if problem.code else ""
    return {"where": problem.where, "message": f"{problem.message} {problem.next_step} {code}"}
