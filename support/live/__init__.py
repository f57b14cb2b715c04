"""Streams to open pages: who hears that something changed for them (`accounts.live`) without asking.

Pages are served by threads, and a thread for each open page would be too many. So a page's stream begins as an ordinary
request, with the session and everything else that a request goes through; then its socket leaves the web server and
joins a thousand others in one quiet thread of the same process (`taking`, `hub`). Each process of the web hears every
ring. One listener, one origin, nothing more to run, to configure or to proxy.
"""
