"""The way out: nothing leaves the house without a permit, and no host is reached that the registry does not name."""
