"""The only home of the database: models, unit of work, schema, journal, and all SQL."""
