"""Turn files of many formats into documents with labelled segments."""
