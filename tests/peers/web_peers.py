# SPDX-License-Identifier: BSD-2-Clause
"""A web server and a proxy that actions speak to: TLS, client certificates, logins, and answers
that a test makes up."""

import base64
import hashlib
import re
import secrets
import select
import socket
import socketserver
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

USER, PASSWORD = "watch", "hunter2"


class Request:
    def __init__(self, handler):
        size = int(handler.headers.get("Content-Length", 0))
        self.method, self.path, self.headers = handler.command, handler.path, handler.headers
        self.body = handler.rfile.read(size)
        self.certificate = None
        if isinstance(handler.connection, ssl.SSLSocket):
            certificate = handler.connection.getpeercert() or {}
            names = dict(pair for part in certificate.get("subject", ()) for pair in part)
            self.certificate = names.get("commonName")


class Server:
    """Keeps what it is asked. `answer(request)` gives status and body, and maybe headers."""

    def __init__(self, answer=None, port=0, tls=None, ca=None, login=None):
        self.requests, self.login, self.nonce = [], login, secrets.token_hex(8)
        self.answer = answer or (lambda request: (200, "taken"))
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1

            def do_any(self):
                server.serve(self)

            do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = do_any

            def log_message(self, *_):
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False

            def finish_request(self, request, client_address):
                if not server.context:
                    super().finish_request(request, client_address)
                    return
                with server.context.wrap_socket(request, server_side=True) as secure:
                    super().finish_request(secure, client_address)

            def handle_error(self, request, client_address):
                pass

        self.context = None
        if tls:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(tls.path("server.crt"), tls.path("server.key"))
            if ca:
                self.context.load_verify_locations(ca)
                self.context.verify_mode = ssl.CERT_REQUIRED
        self.httpd = Quiet(("127.0.0.1", port), Handler)
        self.port = self.httpd.server_address[1]
        self.url = f"http{'s' if tls else ''}://127.0.0.1:{self.port}"
        self.thread = threading.Thread(target=self.httpd.serve_forever, args=(0.02,), daemon=True)

    def serve(self, handler):
        request = Request(handler)
        self.requests.append(request)
        if not self.lets_in(request):
            status, body, headers = 401, "who are you?", self.challenge()
        else:
            status, body, *headers = self.answer(request)
            headers = headers[0] if headers else {}
        body = body.encode() if isinstance(body, str) else body
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        if request.method != "HEAD":
            handler.wfile.write(body)

    def challenge(self):
        if self.login == "digest":
            return {"WWW-Authenticate": f'Digest realm="alarm", qop="auth", algorithm=SHA-256, '
                                        f'nonce="{self.nonce}"'}
        return {"WWW-Authenticate": 'Basic realm="alarm"'}

    def lets_in(self, request):
        said = request.headers.get("Authorization", "")
        if self.login == "basic":
            return said == "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if self.login == "digest":
            return self.digest_is_right(said, request.method)
        return True

    def digest_is_right(self, said, method):
        def sha(text):
            return hashlib.sha256(text.encode()).hexdigest()
        fields = dict(re.findall(r'(\w+)="?([^",]*)"?', said.partition(" ")[2]))
        if fields.get("nonce") != self.nonce or fields.get("username") != USER:
            return False
        secret = sha(f"{USER}:alarm:{PASSWORD}")
        return fields.get("response") == sha(":".join(
            [secret, self.nonce, fields["nc"], fields["cnonce"], fields["qop"],
             sha(f"{method}:{fields['uri']}")]))

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.httpd.shutdown()
        self.httpd.server_close()
        self.thread.join(60)


class Proxy:
    """An HTTP proxy that wants a password: CONNECT, and requests with a whole URL."""

    def __init__(self):
        self.lines, proxy = [], self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                head = b""
                while not head.endswith(b"\r\n\r\n"):
                    line = self.rfile.readline()
                    if not line:
                        return
                    head += line
                proxy.forward(head, self.connection, self.rfile)

        socketserver.ThreadingTCPServer.daemon_threads = True
        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)

    def forward(self, head, client, rest):
        line = head.split(b"\r\n")[0].decode()
        self.lines.append(line)
        wanted = base64.b64encode(f"{USER}:{PASSWORD}".encode())
        if b"Proxy-Authorization: Basic " + wanted not in head:
            client.sendall(b"HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"p\"\r\n"
                           b"Content-Length: 0\r\nConnection: close\r\n\r\n")
            return
        method, target, _ = line.split(" ")
        host, _, port = re.sub(r"^http://|/.*", "", target).partition(":")
        with socket.create_connection((host, int(port)), 60) as peer:
            if method == "CONNECT":
                client.sendall(b"HTTP/1.1 200 Established\r\n\r\n")
            else:
                size = int(re.search(rb"Content-Length: (\d+)", head).group(1))
                peer.sendall(head + rest.read(size))
            while True:
                for ready in select.select([client, peer], [], [], 60)[0]:
                    data = ready.recv(65536)
                    if not data:
                        return
                    (peer if ready is client else client).sendall(data)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(60)
