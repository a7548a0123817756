"""The adapters for RQ and rq-scheduler.

Jobs only wake workers; what is to be done is in the database.
"""
