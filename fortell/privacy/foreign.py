"""Declarations for models and browser storage of kit's and Django's, which know nothing of privacy."""

from fortell.kit.models import DailyRun, Job
from fortell.privacy.browser import Place, declare_in_browser
from fortell.privacy.data import FAULTS, OPERATION, TEXTS
from fortell.privacy.inventory import Expiry, declare, declare_impersonal
from fortell.privacy.terms import Category, Export, Source

declare(
    Job,
    scope="scope",
    activity=OPERATION,
    also=(FAULTS,),
    retention="jobs",
    expiry=(Expiry(field="ended_at"),),
    source=Source.USE,
    export=Export.ACCESS,
    fields=dict.fromkeys(
        (
            "id",
            "name",
            "arguments",
            "scope",
            "dedupe",
            "state",
            "attempts",
            "progress_done",
            "progress_total",
            "error",
            "created_at",
            "due_at",
            "lease_owner",
            "leased_until",
            "ended_at",
        ),
        Category.TECHNICAL,
    ),
)
declare_impersonal(DailyRun, job="what the house does every day", day="when it last did")

declare_in_browser("csrftoken", place=Place.COOKIE, texts=TEXTS)
declare_in_browser("htmx-current-path-for-history", place=Place.SESSION_STORAGE, texts=TEXTS)
declare_in_browser("fortell-look", place=Place.LOCAL_STORAGE, texts=TEXTS)
