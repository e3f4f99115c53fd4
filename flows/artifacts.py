"""The one way our own code gives Prefect something to show: the page of a run that has ended."""

from prefect.artifacts import create_markdown_artifact

from flows.ended import Run
from flows.run_page import page
from flows.versions import versions
from flows.workspace import Workspace


def publish(run: Run, workspace: Workspace) -> None:
    """Keep the page with the run, under the name of its job: counts in bands, codes and versions."""
    create_markdown_artifact(
        key=f"{run.job}-run",
        markdown=page(run, versions(workspace)),
        description="Counts in bands, codes and versions; nobody is named",
    )
