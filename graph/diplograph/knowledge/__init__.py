"""Turn many readings into one graph: linking, merging, corrections."""
