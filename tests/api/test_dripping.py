# SPDX-License-Identifier: BSD-2-Clause
"""What takes a quarter of a minute or more: clients that drip, streams whose login ends."""

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


class Expiry(DaemonCase):

    def test_a_stream_ends_with_its_login(self):
        self.daemon.activate()
        connection = self.daemon.connect()
        self.addCleanup(connection.close)
        connection.request("GET", "/api/v1/stream", headers={"Cookie": self.daemon.cookie})
        response = connection.getresponse()
        self.assertEqual(200, response.status)
        self.assertEqual(204, self.ask("DELETE", "/api/v1/session", by="session").status)
        self.assertIn(b"event: expired\n", response.read())  # to the end of the stream


if __name__ == "__main__":
    unittest.main()
