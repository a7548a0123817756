"""RQ and rq-scheduler: hints for workers. What is to be done stands in the database."""
