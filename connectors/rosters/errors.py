"""Why a roster, a staff list or a table for the matcher cannot be used, each with what to do next."""

from schemas.errors import HandedInError, RosterError

_SAVE_AGAIN = "Open it in Excel and save it as “Excel workbook (.xlsx)” or “CSV UTF-8”, then try again."


class RosterNotFound(RosterError):
    """There is no file or folder at the place given for the roster."""

    code = "roster-not-found"
    next_step = "Check where the file is and give its place again."


class RosterUnreadable(RosterError):
    """The roster could not be opened."""

    code = "roster-unreadable"
    next_step = "Check that this account may read it and that no other program holds it open."


class RosterEmpty(RosterError):
    """The roster holds no rows at all."""

    code = "roster-empty"
    next_step = "Export it again and look inside before you hand it over."


class RosterNoHeader(RosterError):
    """The roster has no row of column names that we can recognise."""

    code = "roster-no-header"
    next_step = (
        "Put one row above the list that names its columns, such as Forename, Surname, Parent 1, Parent 2."
    )


class RosterWithoutSurnames(RosterError):
    """The roster gives no surnames, so nobody on it could be told from anybody else."""

    code = "roster-no-surnames"
    next_step = "Export it again with a surname for every child and every parent or carer."


class RosterWithoutAdults(RosterError):
    """The roster lists children and no parent or carer."""

    code = "roster-no-adults"
    next_step = "Export it again with the contacts of each child: children alone are half of the policy."


class RosterWithoutChildren(RosterError):
    """The roster lists adults and no child."""

    code = "roster-no-children"
    next_step = "Export it again with the children, so that we can tell who still uses the setting."


class RosterWithoutLinks(RosterError):
    """The roster does not say whose parent or carer anybody is."""

    code = "roster-no-links"
    next_step = (
        "Name each adult's child (its id or full name) in a column, or list parents beside each child."
    )


class RosterOldWorkbook(RosterError):
    """The roster is an old Excel workbook (.xls)."""

    code = "roster-xls"
    next_step = _SAVE_AGAIN


class RosterPdf(RosterError):
    """The roster is a PDF, which holds a picture of a table and no table."""

    code = "roster-pdf"
    next_step = "Ask the system it came from for an Excel or CSV file."


class RosterLocked(RosterError):
    """The roster is protected by a password."""

    code = "roster-password"
    next_step = (
        "Save a copy without a password in a place only you can open, use it here, and delete it afterwards."
    )


class RosterHtml(RosterError):
    """The roster is a web page, whatever its name says."""

    code = "roster-html"
    next_step = _SAVE_AGAIN


class RosterUnknownFormat(RosterError):
    """The roster is of a kind we cannot read."""

    code = "roster-unknown-format"
    next_step = (
        "We read CTF (XML), OneRoster (CSV), CSV and Excel workbooks (.xlsx): save it as one of these."
    )


class RosterUnknownXml(RosterError):
    """The roster is XML, but not a Common Transfer File."""

    code = "roster-unknown-xml"
    next_step = "Ask the school's system for a full CTF, or for a CSV or Excel file."


class RosterDamaged(RosterError):
    """The roster is damaged or cut short."""

    code = "roster-damaged"
    next_step = "Export it again."


class RosterUnsafe(RosterError):
    """The roster is built in a way that no honest export is, so it was not read."""

    code = "roster-unsafe"
    next_step = "Do not use the file; ask where it came from and export it again."


class RosterTooLarge(RosterError):
    """The roster is larger than that of any group of schools."""

    code = "roster-too-large"
    next_step = "Export it again without photographs and history."


class RosterMixed(RosterError):
    """The folder or archive holds rosters of more than one kind."""

    code = "roster-mixed"
    next_step = "Give the files one by one, or keep one kind in the folder."


class CtfPartial(RosterError):
    """The Common Transfer File is marked as partial, so it holds no contacts."""

    code = "ctf-partial"
    next_step = "Export a full CTF (“DocumentQualifier: full”) for all pupils on roll."


class OneRosterDelta(RosterError):
    """The OneRoster files hold only what changed since an earlier export."""

    code = "oneroster-delta"
    next_step = "Ask for a bulk export, which holds everybody."


class OneRosterIncomplete(RosterError):
    """The OneRoster export lacks a file or a column it cannot be read without."""

    code = "oneroster-incomplete"
    next_step = "Ask for a bulk export with users, roles and agents (parents and guardians)."


class StaffListRefused(RosterError):
    """The staff list is not as it should be."""

    code = "staff-list"
    next_step = (
        "Save it as a CSV file or an Excel workbook (.xlsx) with the columns staff_ref, forename, surname "
        "and, where known, former_surname, email, role, start, end and accounts; each row needs a staff_ref "
        "of its own."
    )


class DeclarationsRefused(RosterError):
    """The list of declared relationships is not as it should be."""

    code = "declarations"
    next_step = (
        "Save it as a CSV file or an Excel workbook (.xlsx) with the columns staff_ref, person, roster_id, "
        "reason, agreed_by, agreed_on and review_on; each row needs a staff_ref and either person or "
        "roster_id."
    )


class MatchTableRefused(HandedInError):
    """A table for the matcher is not as it should be."""

    code = "match-table"
    next_step = (
        "Give a CSV (UTF-8) or Parquet file with these columns. Roster: roster_id, forename, middle, "
        "surname, preferred, former_surname, full_name. Accounts: follower_id, display_name, handle. "
        "Pairs: name1, name2."
    )
