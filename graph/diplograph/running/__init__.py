"""Many documents: read by several processes or machines, kept in shards, so that nothing is read twice."""
