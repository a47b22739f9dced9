"""Controls: is this item allowed there, then, for them, and which rule says so? Not legal advice."""
