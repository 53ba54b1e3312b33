"""Why a file is not taken, in words that its uploader can act on."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.errors import PortalError


class DocumentRefused(PortalError):
    """A file that the portal does not keep."""


class DocumentEmpty(DocumentRefused):
    message = _("The file is empty. Choose another one.")


class DocumentTooLarge(DocumentRefused):
    message = _("The file is larger than 20 MB. Make it smaller, or share a link in the minutes.")


class UnknownKind(DocumentRefused):
    message = _(
        "The portal cannot keep this kind of file. Choose PDF, Word, Excel or PowerPoint "
        "(docx, xlsx, pptx), OpenDocument (odt, ods, odp), PNG, JPEG, or text and CSV in UTF-8."
    )


class NotWhatItSays(DocumentRefused):
    message = _(
        "The end of the file's name and what is in the file do not fit together. "
        "Save it anew in the program it comes from."
    )


class HoldsMacros(DocumentRefused):
    message = _("The file holds macros. Save it without them and choose it again.")


class BrokenArchive(DocumentRefused):
    message = _("The file is damaged, or unpacks to far too much. Save it anew and try again.")
