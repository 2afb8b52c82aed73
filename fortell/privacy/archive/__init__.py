"""A memoir taken along: an archive to read for decades, and to bring into another Fortell (GDPR art. 15 and 20)."""
