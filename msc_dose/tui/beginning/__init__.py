"""A plan of the form becomes a course of the record, or the next block of one."""
