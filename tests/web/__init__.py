"""Pages, read as a person reads them."""
