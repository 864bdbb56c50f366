"""Answers made small for slow networks."""

import gzip

from flask import Response, request

TEXTS = {"text/html", "text/css", "text/javascript", "image/svg+xml"}
FAMILIES = {"guest", "static"}
SMALLEST = 1000
"""Bytes. What fits into one packet anyway is left as it is."""


def compress(response: Response) -> Response:
    """Gzip a contact's page and the files that pages load, for a browser that takes it.

    The pages of an account stay as they are: there somebody else's words stand
    beside a secret, and the length of both together would tell about it (BREACH).
    """
    family = (request.endpoint or "").split(".")[0]
    if family not in FAMILIES or response.mimetype not in TEXTS or response.status_code in {204, 206, 304}:
        return response
    response.vary.add("Accept-Encoding")
    if not request.accept_encodings["gzip"] or (response.content_length or SMALLEST) < SMALLEST:
        return response
    response.direct_passthrough = False
    response.set_data(gzip.compress(response.get_data(), mtime=0))
    response.content_encoding = "gzip"
    etag, _ = response.get_etag()
    if etag:
        response.set_etag(etag, weak=True)
    return response
