# SPDX-License-Identifier: BSD-2-Clause
"""Relays: coils of a real Modbus server over TCP and a serial line, outputs of cameras, lines."""

import os
import pty
import select
import threading
import tty
import unittest

from peers import PATIENCE_S, Bad, PeerTest, Process, free_port, until

SERVER = os.environ.get("MODBUS_SERVER")


class Device(Process):
    """A device with eight coils."""

    def __init__(self, kind="tcp", where=None):
        self.port = where or free_port()
        super().__init__([SERVER, kind, str(self.port)], ready=lambda: "ready" in self.output())

    def writes(self):
        return [tuple(map(int, line.split())) for line in self.output().splitlines()[1:]]

    def wait(self, *writes):
        until(f"{writes}, not {self.writes()}", lambda: self.writes() == list(writes))


class Cable:
    """Two serial lines, wired to each other."""

    def __init__(self):
        self.ends = [pty.openpty(), pty.openpty()]
        for end in self.ends:
            tty.setraw(end[1])
        self.names = [os.ttyname(slave) for _, slave in self.ends]
        self.stop_read, self.stop_write = os.pipe()
        self.thread = threading.Thread(target=self.carry, daemon=True)
        self.thread.start()

    def carry(self):
        first, second = self.ends[0][0], self.ends[1][0]
        while True:
            ready, _, _ = select.select([first, second, self.stop_read], [], [])
            if self.stop_read in ready:
                return
            for source, sink in ((first, second), (second, first)):
                if source in ready:
                    os.write(sink, os.read(source, 1024))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.stop_write)
        self.thread.join(PATIENCE_S)
        for fd in (*self.ends[0], *self.ends[1], self.stop_read):
            os.close(fd)


class RelayTest(PeerTest):
    kind = "relay"

    def setUp(self):
        self.addCleanup(self.end_connections)

    def keep(self, settings, **more):
        """Sets the relay up, and switches it on."""
        return self.does(settings, open="", **more)


@unittest.skipUnless(SERVER, "needs libmodbus")
class Modbus(RelayTest):

    def settings(self, device, **more):
        return {"via": "modbus", "host": "127.0.0.1", "port": device.port, **more}

    def test_on_while_there_is_an_event(self):
        with Device() as device:
            settings = self.settings(device, coil=3)
            self.assertEqual(self.keep(settings), "127.0.0.1: coil 3 of unit 1 is on")
            device.wait((3, 1))
            answer = self.does(settings, phase="end", others=1)
            self.assertEqual(answer, "it stays on: 1 other event goes on")
            self.does(settings, phase="end", test=True, others=1)
            device.wait((3, 1), (3, 0))
            self.does(settings)
            self.assertIn("is off", self.does(settings, phase="end"))
            device.wait((3, 1), (3, 0), (3, 1), (3, 0))

    def test_a_hold_time(self):
        with Device() as device:
            settings = self.settings(device, hold_s=0.5)
            self.keep(settings)
            device.wait((0, 1), (0, 0))
            self.assertEqual(self.does(settings, phase="end"), "it goes off by itself")
            # By hand it is over at once.
            settings = self.settings(device, hold_s=3600)
            self.keep(settings)
            device.wait((0, 1), (0, 0), (0, 1))
            self.does(settings, phase="end", test=True)
            device.wait((0, 1), (0, 0), (0, 1), (0, 0))
            # And who ends does not leave it on.
            self.does(settings)
            self.end_connections()
            device.wait((0, 1), (0, 0), (0, 1), (0, 0), (0, 1), (0, 0))

    def test_left_on_by_one_that_died(self):
        with Device() as device:
            settings = self.settings(device, hold_s=3600)
            self.keep(settings)
            device.wait((0, 1))
            self.probe.kill()
            self.probe.wait(PATIENCE_S)
            self.probe.stdin.close()
            self.probe.stdout.close()
            type(self).start_probe()
            self.ask({**settings, "coil": 0}, open="", phase="end")
            device.wait((0, 1), (0, 0))

    def test_inverted(self):
        with Device() as device:
            settings = self.settings(device, inverted=True)
            self.keep(settings, phase="end")
            device.wait((0, 1))
            self.does(settings)
            device.wait((0, 1), (0, 0))

    def test_a_serial_line(self):
        with Cable() as cable, Device("rtu", cable.names[0]) as device:
            settings = {"via": "modbus", "serial": cable.names[1], "coil": 2}
            self.assertIn("coil 2 of unit 1 is on", self.keep(settings))
            device.wait((2, 1))
            self.does(settings, phase="end")
            device.wait((2, 1), (2, 0))
            # Another unit does not answer.
            result = self.refuses({**settings, "unit": 9}, "no answer", "baud", open="")
            self.assertEqual(result["code"], -110)
        self.refuses({"via": "modbus", "serial": "/dev/nowhere"}, "/dev/nowhere", open="")
        self.refuses({"via": "modbus", "serial": "/dev/null"}, "/dev/null", open="")

    def test_a_device_that_is_killed(self):
        with Device() as device:
            settings = self.settings(device)
            self.keep(settings)
            device.wait((0, 1))
        self.refuses(settings, "takes no connection", "Check the host")
        with Device(where=device.port) as device:
            self.does(settings)
            device.wait((0, 1))
            device.stop()
            result = self.refuses(settings, "no answer came in time", limit_s=1)
            self.assertEqual(result["code"], -110)

    def test_bad_devices(self):
        with Device() as device:
            result = self.refuses(self.settings(device, coil=8), "Illegal data address",
                                  "no such coil", open="")
            self.assertEqual(result["code"], -22)
        with Bad() as silent:
            self.refuses(self.settings(silent), "no answer came in time", limit_s=0.5, open="")
        with Bad(b"HTTP/1.1 400 Bad Request\r\nServer: not a relay\r\n\r\n") as other:
            self.refuses(self.settings(other), "127.0.0.1", limit_s=2, open="")
        with Bad(closes=True) as hangs_up:
            self.refuses(self.settings(hangs_up), "127.0.0.1", limit_s=2, open="")
        self.refuses({"via": "modbus", "host": "nowhere.invalid"}, "cannot be resolved", open="")


class Others(RelayTest):

    def test_an_output_of_a_camera(self):
        settings = {"via": "camera", "output": "2"}
        self.assertEqual(self.keep(settings), "gate: output on 2")
        self.assertEqual(self.does(settings, phase="end"), "gate: output off 2")
        self.assertEqual(self.keep({**settings, "camera": "yard", "inverted": True}),
                         "yard: output off 2")
        result = self.refuses(settings, "of no camera", camera_id="", open="")
        self.assertEqual(result["code"], -22)

    @unittest.skipUnless("HAVE_GPIO" in os.environ, "needs libgpiod")
    def test_no_such_line(self):
        self.refuses({"via": "gpio", "chip": "/dev/nowhere"}, "/dev/nowhere", "gpiodetect", open="")
        self.refuses({"via": "gpio", "chip": "/dev/null"}, "/dev/null", "gpiodetect", open="")

    def test_it_is_not_set_up(self):
        self.refuses({"via": "camera"}, "not set up", "disabled")

    def test_settings(self):
        for settings, word in (({}, "via: it is missing"), ({"via": "usb"}, "via: "),
                               ({"via": "modbus"}, "host: "),
                               ({"via": "modbus", "host": "a", "serial": "/dev/b"}, "host: "),
                               ({"via": "modbus", "serial": "ttyS0"}, "serial: "),
                               ({"via": "modbus", "host": "http://a"}, "host: "),
                               ({"via": "gpio", "chip": "/etc/passwd"}, "chip: "),
                               ({"via": "camera", "output": ""}, "output: "),
                               ({"via": "camera", "hold_s": 5}, "camera: "),
                               ({"via": "camera", "hold_s": -1}, "hold_s: ")):
            with self.subTest(settings):
                self.assertEqual(self.refuses(settings, word, open="")["code"], -22)


if __name__ == "__main__":
    unittest.main()
