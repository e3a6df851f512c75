"""`msc-dose protocol` with a record: files proposed, approved, withdrawn, and what is in force."""
