# SPDX-License-Identifier: BSD-2-Clause
"""Pictures to real servers, vsftpd and OpenSSH's SFTP: folders and names, encryption, keys, going
on where it broke off, servers that end, hang, or are something else."""

import asyncio
import logging
import os
import pwd
import subprocess
import tempfile
import threading
import unittest
import warnings
from pathlib import Path

from peers import (JPEG, PATIENCE_S, TIME_NS, Bad, Breaks, PeerTest, Process, free_port, program,
                   until)

try:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import asyncssh
except ImportError as error:
    raise unittest.SkipTest("needs python3-asyncssh") from error

logging.getLogger("asyncssh").setLevel(logging.CRITICAL)

NAME = "192.0.2.7_01_20261121100000250_DEFOCUS.jpg"
BIG = JPEG + os.urandom(3_000_000)


class Vsftpd(Process):
    """As whoever runs the test, for anonymous users who know a password, in one folder."""

    def __init__(self, root, certificates=None, implicit=False, port=None, rate=0):
        self.port, self.root = port or free_port(), Path(root)
        self.files = self.root / "pub"
        self.files.mkdir(exist_ok=True)
        (self.root / "passwords").write_text("hunter2\nlenswatch@\n")
        self.root.chmod(0o555)  # vsftpd refuses a root that can be written to
        tls = not certificates or f"""
            ssl_enable=YES
            allow_anon_ssl=YES
            force_anon_logins_ssl=YES
            force_anon_data_ssl=YES
            rsa_cert_file={certificates.path("server.crt")}
            rsa_private_key_file={certificates.path("server.key")}
            ssl_ciphers=HIGH
            implicit_ssl={"YES" if implicit else "NO"}
            """
        config = f"""
            listen=YES
            listen_address=127.0.0.1
            listen_port={self.port}
            background=NO
            run_as_launching_user=YES
            anonymous_enable=YES
            anon_root={self.root}
            anon_upload_enable=YES
            anon_mkdir_write_enable=YES
            anon_other_write_enable=YES
            anon_umask=022
            write_enable=YES
            secure_email_list_enable=YES
            email_password_file={self.root}/passwords
            xferlog_enable=NO
            anon_max_rate={rate}
            secure_chroot_dir={self.root}
            seccomp_sandbox=NO
            {tls if certificates else ""}
            """
        path = Path(tempfile.mkstemp(dir=self.root.parent, suffix=".conf")[1])
        path.write_text("\n".join(line.strip() for line in config.split("\n")))
        super().__init__([program("vsftpd"), str(path)], self.port)


class Sshd(Process):
    """SFTP for who runs the test, by key."""

    def __init__(self, folder, port=None):
        self.port, self.folder = port or free_port(), Path(folder)
        for name in ("host", "user", "other"):
            if not (self.folder / name).exists():
                subprocess.run([program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f",
                                self.folder / name], check=True, timeout=PATIENCE_S)
        (self.folder / "keys").write_text((self.folder / "user.pub").read_text())
        (self.folder / "sshd_config").write_text(f"""
            ListenAddress 127.0.0.1:{self.port}
            HostKey {self.folder}/host
            AuthorizedKeysFile {self.folder}/keys
            PidFile none
            UsePAM no
            StrictModes no
            PermitRootLogin yes
            PasswordAuthentication no
            Subsystem sftp internal-sftp -d {self.folder}
            """)
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        super().__init__([program("sshd"), "-D", "-e", "-f", str(self.folder / "sshd_config")],
                         self.port)

    def fingerprint(self):
        shown = subprocess.run([program("ssh-keygen"), "-l", "-f", self.folder / "host.pub"],
                               check=True, capture_output=True, text=True, timeout=PATIENCE_S)
        return shown.stdout.split()[1]


class Uploads:
    """What is the same for every protocol. self.server, .files and .settings() are the class's."""

    def stored(self):
        return {str(path.relative_to(self.files)): path.read_bytes()
                for path in self.files.rglob("*") if path.is_file()}

    def clear(self):
        for path in sorted(self.files.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()

    def setUp(self):
        self.clear()

    def test_names_and_folders(self):
        answer = self.does(self.settings(), pictures=[("start", JPEG)])
        self.assertIn(f"{len(JPEG)} bytes stored as", answer)
        self.assertEqual(self.stored(), {NAME: JPEG})
        self.clear()
        self.does(self.settings(folder=self.at("a b/ä"), parent="address", child="name",
                                filing_days=7, prefix="site 1", reference=True),
                  pictures=[("start", BIG), ("reference", JPEG)], camera_name="../Tor\r\n1")
        self.assertEqual(self.stored(), {
            f"a b/ä/192.0.2.7/-.-Tor--1/20261119-20261125/site-1_{name}": data for name, data in
            ((NAME, BIG), (NAME.replace(".jpg", "_HEALTHY.jpg"), JPEG))})
        self.clear()
        self.does(self.settings(filing_days=1, parent="none"), pictures=[("start", JPEG)])
        self.assertEqual(list(self.stored()), ["20261121-20261121/" + NAME])
        self.clear()
        self.does(self.settings(parent="id"), pictures=[("end", JPEG)], phase="end",
                  camera_address="", condition="scene_changed", time_ns=TIME_NS + 10**9,
                  ended_ns=1)
        self.assertEqual(list(self.stored()),
                         ["gate/gate_01_20261121100000250_SCENE_CHANGED.jpg"])

    def test_again_it_is_one_file(self):
        for data in (BIG, JPEG, JPEG):
            self.does(self.settings(), pictures=[("start", data)])
            self.assertEqual(self.stored(), {NAME: data})

    def test_goes_on_where_it_broke_off(self):
        part = self.files / (NAME + ".part")
        part.write_bytes(b"*" * 1_000_000)
        self.does(self.settings(), pictures=[("start", BIG)], attempt=2)
        self.assertEqual(self.stored(), {NAME: b"*" * 1_000_000 + BIG[1_000_000:]})
        # What is not of an attempt before is of no use, and nothing of it remains.
        for data in (BIG, JPEG):
            part.write_bytes(b"*" * 1_000_000)
            self.does(self.settings(), pictures=[("start", data)])
            self.assertEqual(self.stored(), {NAME: data})

    def test_without_a_picture(self):
        self.assertEqual(self.does(self.settings()), "there is no picture of it")
        self.assertEqual(self.stored(), {})
        self.does(self.settings(), test=True)
        self.assertIn("tested", self.stored()["lenswatch-test.txt"].decode())
        self.clear()
        self.does(self.settings(), test=True, pictures=[("now", JPEG)])
        self.assertEqual(list(self.stored()), [NAME.replace(".jpg", "_TEST.jpg")])

    def test_a_refresh_shows_what_is_now(self):
        self.does(self.settings(), phase="refresh", pictures=[("start", b"old")],
                  look=str(self.folder / "now.jpg"))
        (name, data), = self.stored().items()
        self.assertEqual(data, JPEG)
        self.assertNotEqual(name, NAME)

    def test_a_folder_that_is_not_to_be_had(self):
        (self.files / "taken").write_bytes(b"a file")
        self.refuses(self.settings(folder=self.at("taken")), "127.0.0.1",
                     pictures=[("start", JPEG)])
        self.assertEqual(self.stored(), {"taken": b"a file"})

    def break_off(self, part):
        """vsftpd is killed while it receives; slowly, that the moment can be met."""
        with self.make(rate=100_000) as server:
            self.begin(self.settings(port=server.port), pictures=[("start", BIG)])
            until("something has come", lambda: part.exists() and part.stat().st_size > 0)
            server.close()
            return self.result()

    def test_a_server_that_is_killed_in_the_midst(self):
        part = self.files / (NAME + ".part")
        result = self.break_off(part)
        self.assertNotIn(result["code"], (0, -22), result)
        self.assertEqual(list(self.stored()), [part.name])
        begun = part.stat().st_size
        self.assertTrue(0 < begun < len(BIG), begun)
        self.does(self.settings(), pictures=[("start", BIG)], attempt=2)
        self.assertEqual(self.stored(), {NAME: BIG})

    def test_a_server_that_hangs_ends_and_comes_back(self):
        server, settings = self.make(), None
        try:
            settings = self.settings(port=server.port)
            server.stop()
            result = self.refuses(settings, "in time", pictures=[("start", BIG)], limit_s=0.5)
            self.assertEqual(result["code"], -110)
            result = self.refuses(settings, "cancelled", pictures=[("start", BIG)], cancel_s=0.3)
            self.assertEqual(result["code"], -125)
        finally:
            server.close()
        self.refuses(settings, "takes no connection", pictures=[("start", BIG)])
        server = self.make(port=server.port)
        try:
            self.does(settings, pictures=[("start", BIG)])
            self.assertEqual(self.stored(), {NAME: BIG})
        finally:
            server.close()

    def test_bad_servers(self):
        pictures = [("start", JPEG)]
        with Bad() as silent:
            self.refuses(self.settings(port=silent.port), "in time", limit_s=0.5,
                         pictures=pictures)
        for data in (b"HTTP/1.1 200 OK\r\n\r\n", b"220 \xff\xfe\r\n", b"SSH-2.0-x\r\n\x00\x00\x00",
                     b"421 go away\r\n"):
            with self.subTest(data), Bad(data, closes=True) as bad:
                self.refuses(self.settings(port=bad.port), "127.0.0.1", limit_s=2,
                             pictures=pictures)


class Ftp(Uploads, PeerTest):
    kind = "ftp"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = cls.make()
        cls.addClassCleanup(cls.server.close)
        cls.files = cls.server.files

    @classmethod
    def make(cls, **more):
        root = cls.folder / "ftp"
        root.mkdir(exist_ok=True)
        cls.addClassCleanup(root.chmod, 0o755)
        return Vsftpd(root, **more)

    def at(self, folder):
        return str(self.files / folder)

    def settings(self, **more):
        return {"protocol": "ftp", "host": "127.0.0.1", "port": self.server.port,
                "folder": "pub", "user": "ftp", "password": "hunter2", **more}

    def test_logins(self):
        pictures = [("start", JPEG)]
        self.does(self.settings(user="", password=""), pictures=pictures)
        result = self.refuses(self.settings(password="secret-x"), "user name or the password",
                              pictures=pictures)
        self.assertEqual(result["code"], -13)

    def test_ftps_is_never_left_out(self):
        self.refuses(self.settings(protocol="ftps"), "offers no TLS", "in the clear",
                     pictures=[("start", JPEG)])
        self.assertEqual(self.stored(), {})

    def test_settings(self):
        key = {"protocol": "sftp", "user": "a"}
        for settings, word in (({"host": "a/b"}, "host: "), ({"folder": "a/../b"}, "folder: "),
                               ({"folder": 'a"b'}, "folder: "),
                               ({"filing_days": 31}, "filing_days"),
                               ({"protocol": "sftp", "user": ""}, "user: "),
                               ({**key, "host_key": "MD5:00"}, "host_key: "),
                               ({**key, "private_key": "secret-x"}, "private_key: "),
                               ({"ca": "x"}, "ca: ")):
            with self.subTest(settings):
                result = self.refuses(self.settings(**settings), word)
                self.assertEqual(result["code"], -22)


class Ftps(Uploads, PeerTest):
    kind = "ftp"
    wants_certificates = True
    protocol, implicit = "ftps", False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = cls.make()
        cls.addClassCleanup(cls.server.close)
        cls.files = cls.server.files

    @classmethod
    def make(cls, **more):
        root = cls.folder / "ftp"
        root.mkdir(exist_ok=True)
        cls.addClassCleanup(root.chmod, 0o755)
        return Vsftpd(root, cls.certificates, cls.implicit, **more)

    at = Ftp.at

    def settings(self, **more):
        return {"protocol": self.protocol, "host": "127.0.0.1", "port": self.server.port,
                "folder": "pub", "user": "ftp", "password": "hunter2",
                "ca": self.certificates.ca, **more}

    def test_certificates(self):
        self.refuses(self.settings(ca=""), "does not verify", pictures=[("start", JPEG)])
        self.does(self.settings(ca="", tls_verify=False), pictures=[("start", JPEG)])


class FtpsImplicit(Ftps):
    protocol, implicit = "ftps-implicit", True
    # These do not differ from those above, and take their time.
    test_a_server_that_hangs_ends_and_comes_back = test_a_server_that_is_killed_in_the_midst = None


class Sftp(Uploads, PeerTest):
    kind = "ftp"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.folder / "ssh").mkdir()
        cls.server = cls.make()
        cls.addClassCleanup(cls.server.close)
        cls.files = cls.server.folder / "pub"
        cls.files.mkdir()
        cls("test_from_home").ask(cls.settings(cls), test=True)
        if "account is locked" in cls.server.output():
            raise unittest.SkipTest("OpenSSH lets nobody in whose account is locked")

    @classmethod
    def make(cls, **more):
        return Sshd(cls.folder / "ssh", **more)

    def at(self, folder):
        return str(self.files / folder)

    def settings(self, **more):
        return {"host": "127.0.0.1", "port": self.server.port, "folder": str(self.files),
                "user": pwd.getpwuid(os.geteuid()).pw_name,
                "private_key": (self.server.folder / "user").read_text(),
                "host_key": self.server.fingerprint(), **more}

    def break_off(self, part):
        with Breaks(self.server.port, 1_000_000) as breaks:
            result = self.ask(self.settings(port=breaks.port), pictures=[("start", BIG)])
        until("something has been written", lambda: part.exists() and part.stat().st_size > 0)
        return result

    def test_from_home(self):
        """internal-sftp -d sets where a session begins."""
        self.does(self.settings(folder="pub/x"), pictures=[("start", JPEG)])
        self.assertEqual(self.stored(), {"x/" + NAME: JPEG})

    def test_the_server_s_key(self):
        pictures = [("start", JPEG)]
        # Without a pin nothing is sent, and what to set is said.
        result = self.refuses(self.settings(host_key=""), "set host_key to it", pictures=pictures)
        self.assertIn(self.server.fingerprint(), result["message"])
        self.assertEqual(result["code"], -129)
        self.refuses(self.settings(host_key="SHA256:" + 43 * "a"), "not that of host_key",
                     pictures=pictures)
        self.assertEqual(self.stored(), {})

    def test_logins(self):
        pictures = [("start", JPEG)]
        other = (self.server.folder / "other").read_text()
        for more in ({"private_key": other}, {"private_key": "", "password": "secret-x"}):
            result = self.refuses(self.settings(**more), "user name", pictures=pictures)
            self.assertEqual(result["code"], -13)
        self.assertEqual(self.stored(), {})


class SftpByPassword(PeerTest):
    """OpenSSH's server asks the system about passwords; this one is told."""

    kind = "ftp"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.loop = asyncio.new_event_loop()
        thread = threading.Thread(target=cls.loop.run_forever, daemon=True)
        thread.start()
        cls.addClassCleanup(thread.join, PATIENCE_S)
        cls.addClassCleanup(cls.loop.call_soon_threadsafe, cls.loop.stop)

    def serve(self, **more):
        """A server that lets in who knows the password; its port, and the settings for it."""
        class TheServer(asyncssh.SSHServer):
            def begin_auth(self, username):
                return True

            def password_auth_supported(self):
                return True

            def validate_password(self, username, password):
                return (username, password) == ("watch", "hunter2")

        key = asyncssh.generate_private_key("ssh-ed25519")

        async def listen():
            return await asyncssh.listen(
                "127.0.0.1", 0, server_factory=TheServer, server_host_keys=[key],
                sftp_factory=lambda channel: asyncssh.SFTPServer(channel, chroot=str(self.folder)),
                **more)
        server = asyncio.run_coroutine_threadsafe(listen(), self.loop).result(PATIENCE_S)
        self.addCleanup(self.loop.call_soon_threadsafe, server.close)
        return {"host": "127.0.0.1", "port": server.sockets[0].getsockname()[1], "user": "watch",
                "password": "hunter2", "host_key": key.get_fingerprint(), "folder": "pics"}

    def test_passwords(self):
        """As one word that is sent, and as the answer to a question."""
        for kind in ("password_auth", "kbdint_auth"):
            with self.subTest(kind):
                more = {"password_auth": False, "kbdint_auth": False, "public_key_auth": False}
                settings = self.serve(**{**more, kind: True})
                self.does(settings, pictures=[("start", BIG)])
                self.assertEqual((self.folder / "pics" / NAME).read_bytes(), BIG)
                (self.folder / "pics" / NAME).unlink()
                result = self.refuses({**settings, "password": "secret-x"},
                                      "user name or the password", pictures=[("start", JPEG)])
                self.assertEqual(result["code"], -13)


del Uploads  # it is no test by itself

if __name__ == "__main__":
    unittest.main()
