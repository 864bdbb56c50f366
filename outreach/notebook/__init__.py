"""The notebook: what was learned, what was promised, who was named."""
