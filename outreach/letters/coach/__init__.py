"""The coach: reads a letter before it is sent, and says what to mend, why, and how. Pure."""
