"""Forms of a project: master data, move, team, access, milestones."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.service import ServiceForm, day_input
from accounts.models import User
from guidelines.enums import ProjectClass
from portfolio.enums import Access, MemberRole, ProjectState
from portfolio.forms.amounts import AmountField
from portfolio.models import Milestone, Portfolio, Programme, Project
from portfolio.services import milestones

MASTER = (
    "code",
    "name",
    "programme",
    "manager",
    "manager_name",
    "sponsor",
    "sponsor_name",
    "owner_unit",
    "category",
    "method",
    "currency",
    "objective",
    "description",
)
FIRST = ("state", "phase", "project_class", "start_baseline", "finish_baseline", "budget_baseline")


class ProjectForm(ServiceForm):
    """The master data of a project; programmes are those of its portfolio."""

    model = Project
    model_fields = MASTER

    def __init__(self, *args: Any, portfolio: Portfolio, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"currency": portfolio.currency})
        super().__init__(*args, **kwargs)
        programme = self.fields["programme"]
        assert isinstance(programme, forms.ModelChoiceField)
        programme.queryset = Programme.objects.filter(portfolio=portfolio).order_by("name")


class NewProjectForm(ProjectForm):
    """A new project with the figures it starts from."""

    access = forms.ChoiceField(label=_("Access"), choices=Access, initial=Access.INTERNAL)
    state = forms.ChoiceField(label=_("State"), choices=ProjectState, initial=ProjectState.PROPOSED)
    phase = forms.CharField(label=_("Phase"), max_length=80, required=False)
    project_class = forms.ChoiceField(
        label=_("Class"), choices=[("", _("Not classified")), *ProjectClass.choices], required=False
    )
    start_baseline = forms.DateField(label=_("Start, baseline"), required=False, widget=day_input())
    finish_baseline = forms.DateField(
        label=_("Finish, baseline"), required=False, widget=day_input()
    )
    budget_baseline = AmountField(
        label=_("Budget, baseline"), required=False, max_digits=20, decimal_places=4
    )

    def values(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Master data, and first figures without those left empty."""
        master = {name: self.cleaned_data[name] for name in (*MASTER, "access")}
        figures = {name: self.cleaned_data[name] for name in FIRST}
        return master, {name: value for name, value in figures.items() if value not in (None, "")}


class MoveForm(forms.Form):
    """To which portfolio a project moves."""

    portfolio = forms.ModelChoiceField(label=_("Portfolio"), queryset=Portfolio.objects.none())

    def __init__(self, *args: Any, user: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["portfolio"]
        assert isinstance(field, forms.ModelChoiceField)
        others = Portfolio.objects.visible_to(user).exclude(pk=project.portfolio_id)
        field.queryset = others.order_by("name")


class MemberForm(forms.Form):
    """A person and their role in the team."""

    user = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none())
    role = forms.ChoiceField(label=_("Role"), choices=MemberRole)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["user"]
        assert isinstance(field, forms.ModelChoiceField)
        others = User.objects.filter(is_active=True).exclude(memberships__project=project)
        field.queryset = others.order_by("name")


class AccessForm(forms.Form):
    """Who may read the project."""

    access = forms.ChoiceField(label=_("Access"), choices=Access, widget=forms.RadioSelect)


class MilestoneForm(ServiceForm):
    """A milestone's name, dates and comment."""

    model = Milestone
    model_fields = tuple(name for name in milestones.FIELDS if name != "position")
