"""The story: Prefect flows, their steps, the error boundary and the command line."""
