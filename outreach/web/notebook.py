"""Stub."""

from flask import Blueprint

bp = Blueprint("notebook", __name__)
