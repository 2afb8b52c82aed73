"""What people can ask of whoever holds their data (GDPR art. 15 to 22): done in time, and shown to be."""
