"""The steps by which a database came to its tables: one module for each revision in `versions/`, numbered from 0001."""
