"""How forms look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

SELECT = "django/forms/widgets/select.html"


class PortalFormRenderer(DjangoTemplates):
    """Every field: label, help, control and errors tied together for screen readers."""

    field_template_name = "core/field.html"

    def render(
        self, template_name: str, context: dict[str, Any], request: Any = None
    ) -> SafeString:
        """As Django does, but for lists of choice: two templates for each person are too many."""
        if template_name == SELECT:
            return SafeString("".join(_select(context["widget"])))  # its parts are escaped
        return SafeString(super().render(template_name, context, request))


def _select(widget: Mapping[str, Any]) -> Iterator[str]:
    yield f'<select name="{conditional_escape(widget["name"])}"{_attributes(widget["attrs"])}>'
    for group, options, _index in widget["optgroups"]:
        if group:
            yield f'<optgroup label="{conditional_escape(group)}">'
        for option in options:
            value, label = conditional_escape(option["value"]), conditional_escape(option["label"])
            yield f'<option value="{value}"{_attributes(option["attrs"])}>{label}</option>\n'
        if group:
            yield "</optgroup>"
    yield "</select>"


def _attributes(given: Mapping[str, Any]) -> str:
    parts = [
        f" {name}" if value is True else f' {name}="{conditional_escape(value)}"'
        for name, value in given.items()
        if value is not False
    ]
    return "".join(parts)
