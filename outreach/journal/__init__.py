"""The journal: what happened, with whom, when. Append-only."""
