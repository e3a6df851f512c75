"""The record: courses, stock, people, signatures and their audit, in SQLite or PostgreSQL.

database      the one small interface: reading and writing by named statements; sqlite · postgres behind it
migrations    numbered SQL per dialect, forward only; schema_guard holds the schema to them
chain         one row of the audit, its hash, and the head
tables        what is kept, and which rows the audit tells of how
change        one transaction: every row that it writes stands in the audit
record        an open record: its database, its clock, who it is
"""
