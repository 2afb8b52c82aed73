"""A memoir handed from one controller to another, because the person asks for it (GDPR art. 20(2))."""
