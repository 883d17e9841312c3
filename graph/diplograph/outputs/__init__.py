"""Turn records into RDF, networks, tables and the page."""
