"""Questions: the bank they come from, how a list is tailored, and the list of one interview."""
