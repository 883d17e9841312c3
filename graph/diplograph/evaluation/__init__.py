"""Score readings against gold."""
