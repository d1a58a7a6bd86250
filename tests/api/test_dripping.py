# SPDX-License-Identifier: BSD-2-Clause
"""Clients that send a byte now and then. Half a minute, since that is how long they may."""

import unittest

from daemon import DaemonCase, eventually


class Dripping(DaemonCase):

    def test_dripping_is_cut_off(self):
        """A byte now and then does not hold a connection for ever."""
        head = self.daemon.socket()
        body = self.daemon.socket()
        self.addCleanup(head.close)
        self.addCleanup(body.close)
        head.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
        body.sendall(b"POST /api HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n")
        open_still = {head, body}

        def drip():
            for connection in list(open_still):
                try:
                    connection.send(b" ")
                    connection.settimeout(0.2)
                    if connection.recv(100) == b"":
                        open_still.discard(connection)
                except TimeoutError:
                    pass
                except ConnectionError:
                    open_still.discard(connection)
            return not open_still
        eventually("both cut off", drip)


if __name__ == "__main__":
    unittest.main()
