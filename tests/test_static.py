"""The files we did not write ourselves: known to be what was published, and every one accounted for."""

import hashlib
from pathlib import Path

import outreach

VENDOR = Path(outreach.__file__).parent / "static" / "vendor"


def listed() -> dict[str, str]:
    """The checksum of each file, as it was written down when the file came in."""
    lines = (VENDOR / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    return {name: checksum for checksum, name in (line.split() for line in lines)}


def test_the_vendored_files_are_byte_for_byte_what_came_in() -> None:
    found = {name: hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() for name in listed()}

    assert found == listed()


def test_every_vendored_file_has_its_checksum_and_its_licence() -> None:
    here = {path.name for path in VENDOR.iterdir()}
    licences = {f"{name.split('-')[0]}.LICENSE" for name in listed()}

    assert here == {"SHA256SUMS", *listed(), *licences}
