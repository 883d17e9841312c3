"""Turn one parsed document into mentions, dates and events."""
