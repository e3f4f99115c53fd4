"""Why a roster, a staff list or a table for the matcher cannot be used, each with what to do next."""

from schemas.errors import ConfigurationError, HandedInError, RosterError

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
        "Put one row above the list that names its columns, such as Forename, Surname, Parent 1, Parent 2; "
        "or say which row does, and what the columns hold, with `armslength roster map --header-row`."
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


class RosterBinaryWorkbook(RosterError):
    """The roster is a binary Excel workbook (.xlsb), of which nobody can tell what it hides."""

    code = "roster-xlsb"
    next_step = _SAVE_AGAIN


class RosterNumbers(RosterError):
    """The roster is an Apple Numbers document."""

    code = "roster-numbers"
    next_step = "Open it in Numbers, choose File, Export To, Excel, and use the file that makes."


class RosterDocument(RosterError):
    """The roster is a text document (Word or the like), not a table of its own."""

    code = "roster-document"
    next_step = (
        "Ask the system it came from for an Excel or CSV file, or copy the table in it into an empty Excel "
        "workbook and save that."
    )


class RosterPicture(RosterError):
    """The roster is a picture or a photograph, which holds no table."""

    code = "roster-picture"
    next_step = "Ask the system it came from for an Excel or CSV file."


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
    """The roster is a web page, whatever its name says, and not one with a single table."""

    code = "roster-html"
    next_step = _SAVE_AGAIN


class RosterUnknownFormat(RosterError):
    """The roster is of a kind we cannot read."""

    code = "roster-unknown-format"
    next_step = (
        "We read a CTF, reports of SIMS and iSAMS (XML), OneRoster and School Data Sync (CSV), and lists as "
        "CSV or workbooks (.xlsx, .xls, .ods): save it as one of these."
    )


class RosterUnknownXml(RosterError):
    """The roster is XML, but not a Common Transfer File, a SIMS report or a batch from iSAMS."""

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


class MappingUnreadable(RosterError):
    """The mapping of a list's columns is not one we can read."""

    code = "mapping-unreadable"
    next_step = "Make it again with `armslength roster map`."


class MappingUnclear(RosterError):
    """What a column is read as is not said in words we know, or is said of two columns."""

    code = "mapping-unclear"
    next_step = (
        "Say whose it is and what it is: “child forename”, “mother phone”, “contact 2 relationship”, or “not "
        "read”. docs/mapping-a-list.md has all the words."
    )


class MappingNamesNobody(RosterError):
    """By the mapping no column holds a name, so nobody on the list could be found."""

    code = "mapping-names-nobody"
    next_step = 'Say which columns hold the names, as in --set A="child name" --set D="parent 1 name".'


class MappingNotNeeded(RosterError):
    """The roster is of a kind that is read without a mapping: a CTF, OneRoster or the like."""

    code = "mapping-not-needed"
    next_step = "Load it with `armslength roster load`, and without --mapping."


class MappingDoesNotFit(RosterError):
    """The list is laid out differently from its mapping, so nothing was read by it."""

    code = "mapping-does-not-fit"
    next_step = "Make a mapping of the list as it is now with `armslength roster map`, and look it through."


class RosterChangesOnly(RosterError):
    """These are changes, and there is no roster of the same source, and of nobody on another, to change."""

    code = "roster-changes-only"
    next_step = "Load everybody first (Wonde: without --since), or give both files, the changes last."


class CtfPartial(RosterError):
    """The Common Transfer File is marked as partial, so it holds no contacts."""

    code = "ctf-partial"
    next_step = "Export a full CTF (“DocumentQualifier: full”) for all pupils on roll."


class IsamsMessage(RosterError):
    """The file from iSAMS holds its message that something went wrong, and no data."""

    code = "isams-message"
    next_step = (
        "Ask iSAMS again. If that does not help, check in iSAMS the batch API key, the addresses it may be "
        "used from, and the methods allocated to it."
    )


class IsamsIncomplete(RosterError):
    """The batch from iSAMS lacks a part a roster cannot do without."""

    code = "isams-incomplete"
    next_step = (
        "In iSAMS allocate the methods Current Pupils and Student Contacts to the batch API key, and ask it "
        "again."
    )


class OneRosterDelta(RosterError):
    """The OneRoster files say of somebody only that a role changed, which does not say who is still there."""

    code = "oneroster-delta"
    next_step = "Ask for a bulk export, which holds everybody."


class OneRosterIncomplete(RosterError):
    """The OneRoster export lacks what it cannot be read without, or its files contradict one another."""

    code = "oneroster-incomplete"
    next_step = "Ask for a bulk export with users, roles and agents (parents and guardians)."


class SdsWithoutParents(RosterError):
    """The School Data Sync files hold no parents or guardians."""

    code = "sds-no-parents"
    next_step = (
        "Switch on the sync of parent and guardian contacts where the files are made, so that "
        "relationships.csv (format 2.1) or guardianrelationship.csv (format 1) is made, and export again."
    )


class SdsIncomplete(RosterError):
    """The School Data Sync files lack one they cannot be read without."""

    code = "sds-incomplete"
    next_step = (
        "Export again with users.csv, roles.csv and relationships.csv (format 2.1), all in one folder."
    )


class WondeTokenRefused(RosterError):
    """Wonde does not accept the token."""

    code = "wonde-token"
    next_step = "Ask whoever set the application up at Wonde for a valid token, and put it in place."


class WondeNotApproved(RosterError):
    """Wonde may not give us what a roster needs."""

    code = "wonde-not-approved"
    next_step = (
        "Check the school's id in school.toml, and in the school's Wonde portal approve the application with "
        "its permissions: students, their education details and contacts, and the contacts' details."
    )


class WondeUnreachable(RosterError):
    """Wonde could not be reached, or did not answer in time."""

    code = "wonde-unreachable"
    next_step = "Nothing was loaded. Check the connection and the address in school.toml, and try again."


class WondeBusy(RosterError):
    """Wonde asks for fewer requests than we need."""

    code = "wonde-busy"
    next_step = "Nothing was loaded. Try again in an hour."


class WondeUnexpected(RosterError):
    """What came is not what Wonde answers."""

    code = "wonde-unexpected"
    next_step = (
        "Nothing was loaded. Check the address in school.toml, and whether a filter on this network answers "
        "in Wonde's place; then try again."
    )


class WondeNobody(RosterError):
    """Wonde gives no student of this school."""

    code = "wonde-nobody"
    next_step = (
        "A wrong address gives no data rather than an error: check the school's id and the address for its "
        "region in school.toml, and in the Wonde portal that the school's data has been synchronised."
    )


class WondeAddressUnsafe(ConfigurationError):
    """The address of Wonde in school.toml is not one a token may be sent to."""

    code = "wonde-address"
    next_step = "It begins with https:// and holds no name, password or question mark, as in docs/wonde.md."


class StaffListRefused(RosterError):
    """The staff list is not as it should be."""

    code = "staff-list"
    next_step = (
        "Save it as a CSV file or an Excel workbook (.xlsx) with the columns staff_ref (or staff code, "
        "payroll number), forename, surname and, where known, known_as, former_surname, email, role, start, "
        "end and accounts; each row needs a staff_ref of its own."
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
