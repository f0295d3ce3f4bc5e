"""What an exchange could not keep or will not take, as codes with English sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Params = Mapping[str, str | int]


def _(text: str) -> str:
    """Marks a sentence for translation; the package itself knows no language."""
    return text


MESSAGES: dict[str, str] = {
    # A package that is refused
    "package_empty": _("There is no Markdown file in it."),
    "package_folder_missing": _("The folder does not exist."),
    "package_not_zip": _("The file is neither a zip archive, a Markdown file nor a Word document."),
    "package_damaged": _("The archive is damaged and cannot be opened."),
    "package_encrypted": _("The archive is protected by a password. Please save it without one."),
    "package_bomb": _("The archive unpacks to far more data than guidelines need."),
    "package_too_many": _("There are more than %(limit)s files in it."),
    "package_unsafe_name": _("The archive holds a file with an unsafe name: %(name)s"),
    "package_link": _("The archive holds a link to another place: %(name)s"),
    # A Word document that is refused
    "word_old": _("This is an old Word file (DOC). Please save it as DOCX."),
    "word_macros": _("Documents with macros are not accepted. Please save it as DOCX."),
    "word_encrypted": _("The document is protected by a password. Please save it without one."),
    "word_not_document": _("The file is not a Word document (DOCX)."),
    "word_damaged": _("The document is damaged and cannot be opened."),
    "word_unsafe": _("The document holds entity declarations, which are not accepted."),
    "html_too_long": _("The pasted text is too long to be converted at once."),
    "html_too_deep": _("The pasted text is nested too deeply to be converted."),
    # A file
    "file_not_kept": _("The file is neither Markdown nor an image and is left out."),
    "file_too_long": _("The text has more than %(limit)s kB and is left out."),
    "file_binary": _("The file holds no text and is left out."),
    "image_unknown": _("The picture is not PNG, JPEG, GIF or WebP and is left out."),
    "image_unused": _("No text shows this picture; it is left out."),
    "image_too_large": _("The picture has more than %(limit)s MB and is left out."),
    "encoding_guessed": _("The text is not UTF-8; it was read as cp1252."),
    "characters_dropped": _("%(count)s control characters were left out."),
    "newlines_mixed": _("Different line ends were made the same."),
    "front_matter_unreadable": _("The front matter cannot be read; it is kept as it is."),
    "front_matter_too_long": _("The front matter is too long to be read; it is kept as it is."),
    "front_matter_not_a_mapping": _("The front matter names no values; it is kept as it is."),
    "code_invalid": _("The code %(code)s cannot be used; a new one was given."),
    "code_taken": _("The code %(code)s already stands in %(path)s; a new one was given."),
    "code_elsewhere": _("The code %(code)s is used elsewhere; a new one was given."),
    "blocked_rights": _("You may not write the guideline that this file would change."),
    "blocked_work": _("Somebody works on the guideline that this file would change."),
    "image_refused": _("The picture cannot be kept: %(reason)s"),
    "image_rewritten": _("The picture was made smaller, or what was hidden in it taken out."),
    "value_unknown": _("%(value)s is no known value of %(field)s and is kept in the text only."),
    # A link or a picture in a text
    "link_missing": _("The link %(target)s leads to a file that is not in the package."),
    "link_site": _("The link %(target)s leads to a page of the old site."),
    "link_other_file": _("The link %(target)s leads to a file that is not imported."),
    "anchor_missing": _("The link %(target)s names a heading that does not exist."),
    "picture_missing": _("The picture %(target)s is not in the package."),
    "picture_outside": _("The picture %(target)s lies on another site and is not shown."),
    # Text that other programs would have replaced
    "liquid": _("A template tag stays as text: %(text)s"),
    "shortcode": _("A shortcode stays as text: %(text)s"),
    "attribute_list": _("An attribute list stays as text: %(text)s"),
    "directive": _("A directive stays as text: %(text)s"),
    "wiki_link": _("A wiki link stays as text: %(text)s"),
    "html_tag": _("The HTML tag %(tag)s is not shown; its text is."),
    "html_content": _("The HTML tag %(tag)s and what stands in it are not shown."),
    "html_attribute": _("The HTML attribute %(name)s of %(tag)s has no effect."),
    "markdown_in_html": _("Markdown inside the HTML tag %(tag)s may stay as text."),
    # What a Word document holds beyond text
    "word_comments": _("%(count)s comments were left out."),
    "word_changes": _("%(count)s tracked changes were taken as accepted."),
    "word_formula": _("%(count)s formulas were left out."),
    "word_drawing": _("%(count)s drawings or text boxes were left out; their text is kept."),
    "word_embedded": _("Embedded objects were left out."),
    "word_headers": _("Headers and footers were left out."),
    "word_contents": _("The table of contents was left out; the page has its own."),
    "word_picture_format": _("%(count)s pictures have a format that browsers cannot show."),
    "word_picture_linked": _("%(count)s pictures are not in the document, only linked."),
    "picture_without_text": _("%(count)s pictures have no description."),
    "table_merged": _("%(count)s merged cells of tables were spread; please check."),
    "table_layout": _("%(count)s tables that only arrange text were taken apart."),
    "list_guessed": _("%(count)s paragraphs were taken as list items; please check."),
    "picture_not_pasted": _("%(count)s pictures were not pasted; please upload them."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was not kept, where it stands and why; line 0 is the whole file."""

    path: str
    line: int
    code: str
    params: Params = field(default_factory=dict)

    def __str__(self) -> str:
        return MESSAGES[self.code] % dict(self.params)


class Refused(Exception):
    """Nothing can be taken from this; the message says why."""

    def __init__(self, code: str, **params: str | int) -> None:
        self.code = code
        self.params: Params = params
        super().__init__(MESSAGES[code] % params)
