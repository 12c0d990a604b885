"""The only home of spreadsheets: knows sheets and cells, not tables of the database."""
