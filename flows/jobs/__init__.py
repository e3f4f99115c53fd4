"""What runs by itself: each job a Prefect flow without parameters, named in `flows.jobs.registry`."""
