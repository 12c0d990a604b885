"""The verbs: each takes a reader or a unit of work and a request, and returns a Result."""
