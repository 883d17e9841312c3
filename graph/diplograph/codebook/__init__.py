"""Read what means something from ontology/: actors, lexicon, codes."""
