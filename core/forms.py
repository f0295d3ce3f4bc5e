"""How forms look."""

from django.forms.renderers import DjangoTemplates


class PortalFormRenderer(DjangoTemplates):
    """Every field: label, help, control and errors tied together for screen readers."""

    field_template_name = "core/field.html"
