"""Addresses of reviews."""

from django.urls import URLPattern, path

from guidelines.views import review_comments, reviewing, unsaved

PATHS: list[URLPattern] = [
    path("guidelines/<int:pk>/submit/", reviewing.guideline_submit, name="guideline_submit"),
    path(
        "guidelines/<int:pk>/unsaved/<int:number>/",
        unsaved.guideline_unsaved,
        name="guideline_unsaved",
    ),
    path(
        "guidelines/<int:pk>/unsaved/<int:number>/drop/",
        unsaved.guideline_unsaved_drop,
        name="guideline_unsaved_drop",
    ),
    path("guidelines/<int:pk>/review/", reviewing.guideline_review, name="guideline_review"),
    path("guidelines/<int:pk>/review/decide/", reviewing.review_decide, name="review_decide"),
    path("guidelines/<int:pk>/review/withdraw/", reviewing.review_withdraw, name="review_withdraw"),
    path(
        "guidelines/<int:pk>/review/reviewers/",
        reviewing.review_reviewer_add,
        name="review_reviewer_add",
    ),
    path(
        "guidelines/<int:pk>/review/reviewers/<int:person_pk>/remove/",
        reviewing.review_reviewer_remove,
        name="review_reviewer_remove",
    ),
    path(
        "guidelines/<int:pk>/review/comment/",
        review_comments.review_comment,
        name="review_comment",
    ),
    path(
        "guidelines/comments/<int:pk>/answer/", review_comments.review_answer, name="review_answer"
    ),
    path(
        "guidelines/comments/<int:pk>/resolve/",
        review_comments.review_resolve,
        name="review_resolve",
    ),
    path(
        "guidelines/comments/<int:pk>/reopen/", review_comments.review_reopen, name="review_reopen"
    ),
    path(
        "guidelines/comments/<int:pk>/accept/", review_comments.review_accept, name="review_accept"
    ),
    path(
        "guidelines/comments/<int:pk>/decline/",
        review_comments.review_decline,
        name="review_decline",
    ),
]
