"""The rows of reporting."""

from stakeholders.models.definitions import ReportDefinition
from stakeholders.models.runs import Delivery, ReportEdition, ReportRun

__all__ = ["Delivery", "ReportDefinition", "ReportEdition", "ReportRun"]
