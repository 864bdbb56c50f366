"""Stub."""

from flask import Blueprint

bp = Blueprint("guest", __name__)
