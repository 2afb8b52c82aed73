"""Backups: two sealed archives, one of the data and one of the keys, that expire; and the way back from them."""
