"""Lists of choice are written without templates, and say the same."""

from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

GROUPED = [("", "---"), ("A & B", [(1, "One"), (2, "<Two>")]), ('"', "Quote")]


class Form(forms.Form):
    one = forms.ChoiceField(choices=GROUPED, widget=forms.Select(attrs={"data-x": '"<&'}))
    many = forms.MultipleChoiceField(choices=GROUPED, required=False)
    maybe = forms.NullBooleanField(disabled=True)


def test_a_select_says_what_django_would_have_said():
    data = {"one": "2", "many": ["1", '"']}
    ours, plain = Form(data), Form(data, renderer=DjangoTemplates())
    for name in Form.base_fields:
        made, expected = (str(form[name].as_widget()) for form in (ours, plain))
        assert parse_html(made) == parse_html(expected), name
        assert "<Two>" not in made
