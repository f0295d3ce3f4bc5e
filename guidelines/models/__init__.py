"""The rows of guidelines."""

from guidelines.models.care import ReviewReminder
from guidelines.models.codes import FormerCode
from guidelines.models.confirmations import (
    Campaign,
    CampaignEvidence,
    CampaignStep,
    Confirmation,
    ConfirmationRequest,
)
from guidelines.models.exchange import GuidelineImport, ShippedText
from guidelines.models.grants import (
    ChapterGroupGrant,
    ChapterUserGrant,
    GuidelineGroupGrant,
    GuidelineUserGrant,
)
from guidelines.models.library import GuidelineImage, Term, TextBlock
from guidelines.models.readers import Favourite, Feedback, RecentView, Watch
from guidelines.models.reviews import ReviewComment, Reviewer
from guidelines.models.structure import Chapter, Guideline, GuidelineSection, Handbook
from guidelines.models.versions import GuidelineVersion, WorkingCopy

__all__ = [
    "Campaign",
    "CampaignEvidence",
    "CampaignStep",
    "Chapter",
    "ChapterGroupGrant",
    "ChapterUserGrant",
    "Confirmation",
    "ConfirmationRequest",
    "Favourite",
    "Feedback",
    "FormerCode",
    "Guideline",
    "GuidelineGroupGrant",
    "GuidelineImage",
    "GuidelineImport",
    "GuidelineSection",
    "GuidelineUserGrant",
    "GuidelineVersion",
    "Handbook",
    "RecentView",
    "ReviewComment",
    "ReviewReminder",
    "Reviewer",
    "ShippedText",
    "Term",
    "TextBlock",
    "Watch",
    "WorkingCopy",
]
