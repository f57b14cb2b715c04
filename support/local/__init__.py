"""The embedded default: everything that one command needs to run the whole service on one machine.

`door` decides what a command line means; `environment` makes the virtual environment; `postgres` and `valkey` are the
servers; `up` supervises them all. What runs before the virtual environment exists uses the standard library only.
"""
