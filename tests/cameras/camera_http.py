# SPDX-License-Identifier: BSD-2-Clause
"""What the simulated cameras of all brands have in common: HTTP with passwords, and streams.

A camera runs in threads of the test. It is byte-exact in what its brand says, and keeps books on
who asked what: `requests`, `bad_passwords`, `locked`.
"""

import base64
import hashlib
import queue
import re
import secrets
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

# The smallest picture that is one: 8x8, grey.
TINY_JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4R"
    "DgsLEBYQERMUFRUVDA8XGBYUGBIUFRT/wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAA"
    "AAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==")

LOCKED_AFTER = 3


def md5(text):
    return hashlib.md5(text.encode()).hexdigest()


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


class Answer:
    def __init__(self, body=b"", status=200, kind="text/plain", headers=()):
        self.body = body.encode() if isinstance(body, str) else body
        self.status = status
        self.kind = kind
        self.headers = headers


class Camera:
    """One camera. Its brand overrides answer(), and what is below as it is."""

    realm = "camera"
    server = "webserver"
    algorithms = ("MD5",)  # of Digest, as they are offered; () is none
    basic = False
    open_paths = ()  # beginnings of paths that want no password
    rtsp_port = 554

    def __init__(self, address="127.0.0.1", port=0, user="admin", password="p@ss:w/rd#1",
                 picture=None, locks=True, tls=None, **more):
        """picture: bytes, or a function that is called for each. tls: files of certificate, key.
        more: attributes to set, e.g. rtsp_port, realm."""
        self.user = user
        self.password = password
        self.picture = picture or TINY_JPEG
        self.locks = locks
        self.bad_passwords = 0
        self.locked = False
        self.requests = []  # (method, path and query, who was let in, body)
        self.nonces = {}
        self.streams = []  # a queue for each listener
        self.lock = threading.Lock()
        self.closing = False
        for name, value in more.items():
            setattr(self, name, value)
        camera = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = 65536  # an answer is one packet

            def handle_any(self):
                camera.serve(self)

            do_GET = do_POST = do_PUT = do_HEAD = handle_any

            def version_string(self):
                return camera.server

            def log_message(self, *_):
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False
            request_queue_size = 64

            def handle_error(self, request, client_address):
                pass  # who hung up

        self.httpd = Server((address, port), Handler)
        self.tls = tls is not None
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*tls)
            self.httpd.socket = context.wrap_socket(self.httpd.socket, server_side=True)
        self.address, self.port = self.httpd.server_address[:2]
        self.thread = threading.Thread(target=self.httpd.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    @property
    def url(self):
        return f"http{'s' if self.tls else ''}://{self.address}:{self.port}"

    def close(self):
        self.closing = True
        self.httpd.shutdown()
        self.httpd.server_close()
        self.thread.join()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    # ---- passwords ----

    def challenges(self, stale=False):
        nonce = secrets.token_hex(16)
        self.nonces[nonce] = time.monotonic()
        more = ", stale=true" if stale else ""
        for algorithm in self.algorithms:
            yield (f'Digest realm="{self.realm}", qop="auth", nonce="{nonce}", '
                   f'algorithm={algorithm}{more}')
        if self.basic:
            yield f'Basic realm="{self.realm}"'

    def forget_nonces(self):
        """As cameras do from time to time."""
        self.nonces.clear()

    def check(self, handler):
        """None: nobody; True: the user; False: a wrong password; "stale"."""
        header = handler.headers.get("Authorization")
        if not header:
            return None
        kind, _, rest = header.partition(" ")
        if kind.lower() == "basic":
            if not self.basic:
                return False
            return base64.b64decode(rest).decode() == f"{self.user}:{self.password}"
        part = dict(re.findall(r'(\w+)="?([^",]*)"?', re.sub(r'(uri|username)="[^"]*"', "", rest)))
        part |= dict(re.findall(r'(uri|username)="([^"]*)"', rest))
        algorithm = part.get("algorithm", "MD5")
        if algorithm not in self.algorithms or part.get("realm") != self.realm:
            return False
        if part["nonce"] not in self.nonces:
            return "stale"
        if part["uri"] != handler.path:
            return False
        digest = md5 if algorithm == "MD5" else sha256
        secret = digest(f"{self.user}:{self.realm}:{self.password}")
        what = digest(f"{handler.command}:{part['uri']}")
        want = digest(":".join([secret, part["nonce"], part["nc"], part["cnonce"], part["qop"],
                                what]))
        return part["username"] == self.user and part["response"] == want

    def count_bad(self):
        with self.lock:
            self.bad_passwords += 1
            if self.locks and self.bad_passwords >= LOCKED_AFTER:
                self.locked = True

    def refusal(self):
        return Answer("401 Unauthorized", 401, "text/html")

    # ---- serving ----

    def serve(self, handler):
        size = int(handler.headers.get("Content-Length") or 0)
        body = handler.rfile.read(size).decode("utf-8", "replace")
        who = self.check(handler)
        if who is False:
            self.count_bad()
        let_in = who is True and not self.locked
        with self.lock:
            self.requests.append((handler.command, handler.path, let_in, body))
        path = urlsplit(handler.path)
        if not let_in and not path.path.startswith(tuple(self.open_paths)):
            answer = self.refusal()
            answer.headers = [*answer.headers, *(("WWW-Authenticate", c)
                                                 for c in self.challenges(who == "stale"))]
        else:
            query = {k: v[-1] for k, v in parse_qs(path.query, keep_blank_values=True).items()}
            answer = self.answer(handler, path.path, query, body, let_in)
        if answer is not None:
            self.send(handler, answer)

    def send(self, handler, answer):
        handler.send_response(answer.status)
        handler.send_header("Content-Type", answer.kind)
        handler.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers:
            handler.send_header(name, value)
        handler.end_headers()
        if handler.command != "HEAD":
            handler.wfile.write(answer.body)

    def answer(self, handler, path, query, body, let_in):
        """The answer to one request; None: it was answered already."""
        return Answer("not found", 404)

    def snapshot(self):
        picture = self.picture() if callable(self.picture) else self.picture
        return Answer(picture, kind="image/jpeg")

    # ---- streams of events ----

    def stream(self, handler, kind, idle=None, idle_s=5):
        """Sends what say() says for as long as the client listens; `idle` when nothing is said."""
        listener = queue.Queue()
        handler.send_response(200)
        handler.send_header("Content-Type", kind)
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.close_connection = True
        handler.wfile.flush()
        with self.lock:
            self.streams.append(listener)
        quiet = 0
        try:
            while not self.closing:
                try:
                    handler.wfile.write(listener.get(timeout=0.1))
                    quiet = 0
                except queue.Empty:
                    quiet += 0.1
                    if idle and quiet >= idle_s:
                        handler.wfile.write(idle)
                        quiet = 0
                handler.wfile.flush()
        finally:
            with self.lock:
                self.streams.remove(listener)

    def listeners(self):
        with self.lock:
            return len(self.streams)

    def say(self, data):
        with self.lock:
            for listener in self.streams:
                listener.put(data)

    def asked(self, part):
        """Requests whose method, path or body has `part` in it."""
        with self.lock:
            return [r for r in self.requests if part in r[1] or part in r[3]]
