"""What a request is about, found in the database: conditions become SQL, rows resources, and lists pages."""
