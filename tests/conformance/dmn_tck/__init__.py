"""Runs folders in the layout of the DMN TCK: `python -m tests.conformance.dmn_tck DIR`."""

from tests.conformance.dmn_tck.runner import FolderReport, run_folders

__all__ = ["FolderReport", "run_folders"]
