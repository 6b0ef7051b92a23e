"""The merge of DESIGN 2, minute by minute, in plain Python: what the database is held against.

Written from the design alone and for clarity, not speed. An instant is a number of whole minutes
since 1970-01-01 00:00 UTC.
"""
