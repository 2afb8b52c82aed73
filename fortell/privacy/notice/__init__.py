"""The privacy notice: composed from what the code declares, frozen in versions, and shown as it was frozen."""
