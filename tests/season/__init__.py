"""One person, sixty contacts of every kind, a hundred and twenty days: the whole product over a season."""
