"""What offices keep: SQLModel tables over SQLite or PostgreSQL, the one engine factory, versions, audit, migrations."""
