"""Files in and out: untrusted workbooks become typed facts, results become files."""
