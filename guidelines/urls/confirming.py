"""Addresses of confirmations."""

from django.urls import URLPattern, path

from guidelines.views import campaigns, confirmations
from guidelines.views.campaign_lists import CampaignList, CampaignPage

PATHS: list[URLPattern] = [
    path("guidelines/confirmations/", confirmations.my_confirmations, name="my_confirmations"),
    path(
        "guidelines/versions/<int:pk>/confirm/",
        confirmations.version_confirm,
        name="version_confirm",
    ),
    path("guidelines/versions/<int:pk>/ask/", campaigns.campaign_new, name="campaign_new"),
    path("guidelines/campaigns/", CampaignList.as_view(), name="campaigns"),
    path("guidelines/campaigns/<int:pk>/", CampaignPage.as_view(), name="campaign"),
    path(
        "guidelines/campaigns/<int:pk>/remind/", campaigns.campaign_remind, name="campaign_remind"
    ),
    path("guidelines/campaigns/<int:pk>/end/", campaigns.campaign_close, name="campaign_close"),
    path(
        "guidelines/campaigns/<int:pk>/evidence/",
        campaigns.campaign_evidence,
        name="campaign_evidence",
    ),
    path(
        "guidelines/campaigns/evidence/<int:pk>/",
        campaigns.campaign_evidence_file,
        name="campaign_evidence_file",
    ),
    path(
        "guidelines/campaigns/people/<int:pk>/", campaigns.campaign_person, name="campaign_person"
    ),
    path(
        "guidelines/campaigns/people/<int:pk>/again/",
        campaigns.campaign_person_again,
        name="campaign_person_again",
    ),
]
