"""Core's addresses."""

from django.urls import path

from core.views import audit, gallery, health, home, inbox, jobs, saved_views, search

urlpatterns = [
    path("", home.home, name="home"),
    path("ui/", gallery.gallery, name="gallery"),
    path("healthz", health.healthz, name="healthz"),
    path("search/", search.search, name="search"),
    path("search/suggest/", search.search_suggest, name="search_suggest"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read-all/", inbox.notifications_read_all, name="notifications_read_all"),
    path("inbox/<int:pk>/read/", inbox.notification_read, name="notification_read"),
    path("jobs/", jobs.JobList.as_view(), name="job_list"),
    path("jobs/<int:pk>/", jobs.job, name="job"),
    path("jobs/<int:pk>/progress/", jobs.job_progress, name="job_progress"),
    path("jobs/<int:pk>/retry/", jobs.job_retry, name="job_retry"),
    path("jobs/<int:pk>/cancel/", jobs.job_cancel, name="job_cancel"),
    path("audit/", audit.AuditLog.as_view(), name="audit_log"),
    path("audit/verify/", audit.audit_verify, name="audit_verify"),
    path("views/save/", saved_views.saved_view_save, name="saved_view_save"),
    path("views/<int:pk>/share/", saved_views.saved_view_share, name="saved_view_share"),
    path("views/<int:pk>/delete/", saved_views.saved_view_delete, name="saved_view_delete"),
]
