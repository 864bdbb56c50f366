"""The tests, which are compiled once: also where Python is told to keep no bytecode, as in many containers.

Without it every run would write its asserts anew, and every program that a test starts would compile the product.
"""

import sys

sys.dont_write_bytecode = False
