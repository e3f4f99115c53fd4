"""`armslength serve`: Prefect's server, a worker, and who sees that both run and nothing is missed."""
