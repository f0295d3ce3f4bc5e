"""Word documents and pasted HTML to clean Markdown: the only door to their converters."""

from guidelines.exchange.word.converted import Converted
from guidelines.exchange.word.docx import from_docx
from guidelines.exchange.word.pasted import from_html

__all__ = ["Converted", "from_docx", "from_html"]
