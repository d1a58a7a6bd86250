# SPDX-License-Identifier: BSD-2-Clause
"""SNMP notifications, to a real snmptrapd, and the MIB, read by snmptranslate."""

import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

from peers import PATIENCE_S, PeerTest, Process, free_port, program, until

MIBS = Path(__file__).resolve().parents[2] / "dist" / "mibs"
ENGINE = "80001f88046c656e737761746368"

# What LENSWATCH-MIB imports. Those of the RFCs may not be had everywhere; of these, Net-SNMP needs
# no more than the names.
STANDARD = {
    "SNMPv2-SMI": """org OBJECT IDENTIFIER ::= { iso 3 }
dod OBJECT IDENTIFIER ::= { org 6 }
internet OBJECT IDENTIFIER ::= { dod 1 }
private OBJECT IDENTIFIER ::= { internet 4 }
enterprises OBJECT IDENTIFIER ::= { private 1 }
snmpV2 OBJECT IDENTIFIER ::= { internet 6 }
snmpModules OBJECT IDENTIFIER ::= { snmpV2 3 }""",
    "SNMPv2-TC": """TruthValue ::= TEXTUAL-CONVENTION
    STATUS current
    DESCRIPTION "."
    SYNTAX INTEGER { true(1), false(2) }""",
    "SNMPv2-CONF": "",
}


def write_standard(folder):
    for name, text in STANDARD.items():
        imports = "IMPORTS TEXTUAL-CONVENTION FROM SNMPv2-SMI;" if name == "SNMPv2-TC" else ""
        (folder / f"{name}.txt").write_text(
            f"{name} DEFINITIONS ::= BEGIN\n{imports}\n{text}\nEND\n")


class Receiver(Process):
    """snmptrapd, which says what it hears with the names of our MIB."""

    def __init__(self, folder, *lines, port=None):
        self.port = port or free_port()
        path = folder / f"snmptrapd-{self.port}.conf"
        path.write_text("".join(line + "\n" for line in lines))
        state = folder / f"state-{self.port}"
        super().__init__(
            [program("snmptrapd"), "-f", "-Lo", "-n", "-C", "-c", str(path), "-M",
             f"{folder}:{MIBS}", "-m", "LENSWATCH-MIB", "-F", "%P\n%v\n--\n",
             f"udp:127.0.0.1:{self.port}"],
            ready=lambda: "NET-SNMP version" in self.output(),
            env={**os.environ, "SNMP_PERSISTENT_DIR": str(state), "MIBS": ""})

    def heard(self):
        """Of each notification: its name and its values."""
        found = []
        for part in self.output().split("\n--\n"):
            values = dict(re.findall(r"LENSWATCH-MIB::(\w+)\.0 = (?:\w+: )?(.*?)(?=\tLENSWATCH|$)",
                                     part, re.DOTALL | re.MULTILINE))
            name = re.search(r"OID: LENSWATCH-MIB::(\w+)", part)
            if name:
                found.append((name[1], values))
        return found

    def wait(self, count):
        return until(f"{count} notifications\n{self.output()}",
                     lambda: len(self.heard()) >= count and self.heard())


class Snmp(PeerTest):
    kind = "snmp"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        write_standard(cls.folder)

    def settings(self, receiver, **more):
        return {"host": "127.0.0.1", "port": receiver.port, "community": "hunter2", **more}

    def v3(self, receiver, **more):
        return {"host": "127.0.0.1", "port": receiver.port, "version": "3", "user": "watch",
                "auth": "SHA-256", "auth_password": "hunter2-one", "privacy": "AES",
                "privacy_password": "hunter2-two", **more}

    def test_a_trap(self):
        with Receiver(self.folder, "authCommunity log hunter2") as receiver:
            answer = self.does(self.settings(receiver), camera_name="Tor\nHöf " + "ä" * 200)
            self.assertIn("sent", answer)
            self.does(self.settings(receiver), phase="end", ended_ns=1795255260000000000)
            (first, values), (second, end) = receiver.wait(2)[:2]
            self.assertEqual((first, second), ("lwEventStart", "lwEventEnd"))
            self.assertEqual(values["lwEventId"], "17")
            self.assertEqual(values["lwEventCondition"].strip('"'), "defocus")
            self.assertEqual(values["lwEventSeverity"], "warning(2)")
            self.assertEqual(values["lwEventScore"], "88 percent")
            self.assertEqual(values["lwEventStarted"].strip('"'), "2026-11-21T10:00:00.250Z")
            self.assertEqual(end["lwEventEnded"].strip('"'), "2026-11-21T10:01:00.000Z")
            self.assertEqual(values["lwCameraId"].strip('"'), "gate")
            self.assertEqual(values["lwCameraCount"], "1")
            self.assertEqual(values["lwIsTest"], "false(2)")
            self.assertEqual(values["lwKey"].strip('"'), "00112233445566778899aabbccddeeff")
            self.assertIn("softer than it used to be", values["lwEventReason"])

    def test_a_storm(self):
        storm = [{"id": i, "condition": "signal_lost", "started": None,
                  "camera": {"id": f"c{i}", "name": f"Camera {i}", "address": ""}}
                 for i in range(200)]
        with Receiver(self.folder, "authCommunity log hunter2") as receiver:
            self.does(self.settings(receiver), storm=storm, condition="signal_lost", test=True)
            values = receiver.wait(1)[0][1]
            self.assertEqual(values["lwCameraCount"], "200")
            self.assertEqual(values["lwIsTest"], "true(1)")
            self.assertIn("Camera 9: signal lost", receiver.output())

    def test_version_3(self):
        user = f"createUser -e 0x{ENGINE} watch SHA-256 hunter2-one AES hunter2-two"
        with Receiver(self.folder, user, "authUser log watch priv") as receiver:
            self.does(self.v3(receiver))
            self.assertEqual(receiver.wait(1)[0][0], "lwEventStart")
            # One that is not who it says is not heard; of a trap nobody tells.
            self.does(self.v3(receiver, auth_password="hunter2-wrong"))
            self.does(self.v3(receiver, privacy="none"))
            self.does(self.v3(receiver), phase="refresh")
            self.assertEqual([name for name, _ in receiver.wait(2)],
                             ["lwEventStart", "lwEventRefresh"])
            # Started again, our clock must not have gone back.
            type(self).end_probe()
            type(self).start_probe()
            self.does(self.v3(receiver), phase="end")
            self.assertEqual(receiver.wait(3)[2][0], "lwEventEnd")

    def test_other_keys(self):
        engine = "80001f8804736974652d6f6e65"
        with Receiver(self.folder, f"createUser -e 0x{engine} plain SHA-512 hunter2-three",
                      f"createUser -e 0x{engine} old SHA hunter2-four AES hunter2-five",
                      "authUser log plain auth", "authUser log old priv") as receiver:
            self.does(self.v3(receiver, user="plain", auth="SHA-512", auth_password="hunter2-three",
                              privacy="none", engine_id=engine))
            self.does(self.v3(receiver, user="old", auth="SHA", auth_password="hunter2-four",
                              privacy_password="hunter2-five", engine_id=engine))
            receiver.wait(2)

    def test_confirmed(self):
        user = "createUser watch SHA-256 hunter2-one AES hunter2-two"
        with Receiver(self.folder, user, "authUser log watch priv",
                      "authCommunity log hunter2") as receiver:
            self.assertEqual(self.does(self.settings(receiver, confirm=True)),
                             "the receiver has confirmed it")
            self.does(self.v3(receiver, confirm=True))
            receiver.wait(2)
            result = self.refuses(self.v3(receiver, confirm=True, auth_password="secret-wrong"),
                                  "127.0.0.1", limit_s=3)
            self.assertLess(result["code"], 0)
            self.does(self.v3(receiver, confirm=True)) # and with the right one it goes on

    def test_a_receiver_that_is_killed(self):
        with Receiver(self.folder, "authCommunity log hunter2") as receiver:
            settings = self.settings(receiver, confirm=True)
            self.does(settings)
            receiver.stop()
            result = self.refuses(settings, "Timeout", "do not answer whom", limit_s=1.5)
            self.assertEqual(result["code"], -110)
        self.refuses(settings, "127.0.0.1", limit_s=1.5)
        with Receiver(self.folder, "authCommunity log hunter2", port=receiver.port):
            self.does(settings)
        self.refuses({"host": "nowhere.invalid", "community": "x"}, "nowhere.invalid")

    def test_settings(self):
        class Nowhere:
            port = 1
        for settings, word in (({"community": ""}, "community: "), ({"host": "a/b"}, "host: ")):
            self.assertEqual(self.refuses(self.settings(Nowhere, **settings), word)["code"], -22)
        for settings, word in (({"user": ""}, "user: "), ({"auth_password": "short"}, "auth_pass"),
                               ({"privacy_password": ""}, "privacy_pass"),
                               ({"auth": "none"}, "privacy: "), ({"engine_id": "80"}, "engine_id"),
                               ({"engine_id": "zz" * 8}, "engine_id: "),
                               ({"auth": "MD5"}, "auth: ")):
            with self.subTest(settings):
                self.assertEqual(self.refuses(self.v3(Nowhere, **settings), word)["code"], -22)


class Mib(unittest.TestCase):

    def translate(self, folder, *words):
        done = subprocess.run(
            [program("snmptranslate"), "-M", f"{folder}:{MIBS}", "-m", "LENSWATCH-MIB", "-Pu",
             *words], capture_output=True, text=True, check=False, timeout=PATIENCE_S,
            env={**os.environ, "MIBS": "", "SNMPCONFPATH": folder, "SNMP_PERSISTENT_DIR": folder})
        # It says so when it makes a folder for itself, which is no complaint.
        said = re.sub(r"^Created directory: .*\n", "", done.stderr, flags=re.MULTILINE)
        self.assertEqual((done.returncode, said), (0, ""))
        return done.stdout

    def test_it_is_read(self):
        with tempfile.TemporaryDirectory() as folder:
            write_standard(Path(folder))
            base = ".1.3.6.1.4.1.8072.9999.9999.4936"
            self.assertEqual(self.translate(folder, "-On", "LENSWATCH-MIB::lwEventStart").strip(),
                             base + ".0.1")
            self.assertEqual(self.translate(folder, base + ".1.3.0").strip(),
                             "LENSWATCH-MIB::lwEventSeverity.0")
            told = self.translate(folder, "-Td", "LENSWATCH-MIB::lwEventEnd")
            self.assertIn("lwIsTest", told)
            tree = self.translate(folder, "-Tp", "LENSWATCH-MIB::lenswatch")
            numbers = re.findall(r"-- .*?lw\w+\((\d+)\)", tree)
            self.assertIn("14", numbers)


if __name__ == "__main__":
    unittest.main()
