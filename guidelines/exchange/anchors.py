"""The anchors that our pages give the headings of a text."""

from guidelines.markdown.documents import RenderContext
from guidelines.markdown.render import render
from guidelines.markdown.sections import carry_anchors, split


def page_anchors(body: str) -> dict[int, str]:
    """The anchor of each heading by its line, from 1."""
    context = RenderContext(anchors=carry_anchors((), split(body)))
    return {heading.line: heading.anchor for heading in render(body, context).headings}
