from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class StaticFiles(ManifestStaticFilesStorage):
    """Files named by what they hold, and so are the modules that a script imports: no page mixes two versions."""

    support_js_module_import_aggregation = True
