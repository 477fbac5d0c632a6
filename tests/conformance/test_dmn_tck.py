"""Every test case of the DMN TCK that is here passes."""

from tests.conformance.dmn_tck import run_folders
from tests.conformance.places import conformance_folder


def test_every_case_of_the_dmn_tck_passes():
    try:
        folder = conformance_folder() / "dmn-tck"
    except FileNotFoundError as absent:
        raise AssertionError(str(absent)) from absent
    reports = list(run_folders(folder))
    failures = [failure for report in reports for failure in report.failures]
    assert reports, f"Expected the folders of the DMN TCK in {folder} but found none."
    assert not failures, "\n".join(failures)
