"""Pages: one module per family, and the small modules they share."""
