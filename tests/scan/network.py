# SPDX-License-Identifier: BSD-2-Clause
"""A network of the test's own with simulated cameras in it.

The test runs itself again in a network namespace, where it may be root: a user namespace makes
that possible for anybody on most machines. There an interface carries 10.9.0.0/24, of which
addresses that nobody has are silent, as on a real network.
"""

import os
import shutil
import socket
import struct
import subprocess
import sys
import threading
import unittest
import uuid

INSIDE = "LENSWATCH_SCAN_INSIDE"
NETWORK = "10.9.0.0/24"
MINE = "10.9.0.1"


def run(*words):
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)


def main():
    """unittest.main() within the namespace; skips where there can be none."""
    if os.environ.get(INSIDE):
        run("ip", "link", "set", "lo", "up")
        run("ip", "link", "add", "scan0", "type", "veth", "peer", "name", "scan1")
        run("ip", "addr", "add", f"{MINE}/24", "dev", "scan0")
        run("ip", "link", "set", "scan0", "up")
        run("ip", "link", "set", "scan1", "up")
        unittest.main()
    works = shutil.which("unshare") and shutil.which("ip") and subprocess.run(
        ["unshare", "-rn", "sh", "-c", "ip link add scan0 type veth peer name scan1"],
        stderr=subprocess.DEVNULL, check=False).returncode == 0
    if not works:
        print("skipped: this machine lets nobody make a network namespace "
              "(unshare -rn, ip link add ... type veth)")
        sys.exit(77)
    os.environ[INSIDE] = "1"
    os.execvp("unshare", ["unshare", "-rn", sys.executable, *sys.argv])


def address(number):
    """10.9.0.NUMBER, from now on an address of this machine."""
    text = f"10.9.0.{number}"
    subprocess.run(["ip", "addr", "add", f"{text}/32", "dev", "scan0"], check=False,
                   stderr=subprocess.DEVNULL)
    return text


MATCH = '''<?xml version="1.0" encoding="UTF-8"?>
<env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope"
 xmlns:wsa="http://schemas.xmlsoap.org/ws/2004/08/addressing"
 xmlns:wsd="http://schemas.xmlsoap.org/ws/2005/04/discovery"
 xmlns:dn="http://www.onvif.org/ver10/network/wsdl"><env:Body><wsd:ProbeMatches><wsd:ProbeMatch>
<wsa:EndpointReference><wsa:Address>urn:uuid:{id}</wsa:Address></wsa:EndpointReference>
<wsd:Types>dn:NetworkVideoTransmitter</wsd:Types>
<wsd:Scopes>onvif://www.onvif.org/type/video_encoder
 onvif://www.onvif.org/name/{name} onvif://www.onvif.org/hardware/{hardware}</wsd:Scopes>
<wsd:XAddrs>{urls}</wsd:XAddrs><wsd:MetadataVersion>1</wsd:MetadataVersion>
</wsd:ProbeMatch></wsd:ProbeMatches></env:Body></env:Envelope>'''


class Discovery:
    """Answers WS-Discovery for cameras: multicast, and to each address by itself."""

    def __init__(self, interface):
        self.cameras = []  # (URLs, name, hardware, id)
        self.asked = 0
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(("0.0.0.0", 3702))
        self.socket.settimeout(0.1)
        self.closing = False
        self.socket.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, struct.pack(
            "4s4s", socket.inet_aton("239.255.255.250"), socket.inet_aton(interface)))
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def add(self, *urls, name="Gate%20north", hardware="X1"):
        self.cameras.append((" ".join(urls), name, hardware, uuid.uuid4()))

    def serve(self):
        while not self.closing:
            try:
                self.answer(*self.socket.recvfrom(65536))
            except TimeoutError:
                pass
        self.socket.close()

    def answer(self, question, who):
        self.asked += 1
        if b"NetworkVideoTransmitter" not in question:
            return
        self.socket.sendto(b"<not xml", who)
        for urls, name, hardware, number in self.cameras:
            text = MATCH.format(id=number, name=name, hardware=hardware, urls=urls)
            for _ in range(2):  # as many cameras do
                self.socket.sendto(text.encode(), who)

    def close(self):
        self.closing = True
        self.thread.join()


class Announcer:
    """Says something to a group again and again, asked by nobody."""

    def __init__(self, interface, group, port, data):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF,
                               socket.inet_aton(interface))
        self.socket.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_LOOP, 1)
        self.closing = threading.Event()

        def say():
            while not self.closing.wait(0.1):
                self.socket.sendto(data, (group, port))

        self.thread = threading.Thread(target=say, daemon=True)
        self.thread.start()

    def close(self):
        self.closing.set()
        self.thread.join()
        self.socket.close()


def ssdp(url):
    """(group, port, what a device says of itself by SSDP)"""
    return ("239.255.255.250", 1900, (
        "NOTIFY * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nNT: upnp:rootdevice\r\n"
        f"NTS: ssdp:alive\r\nLOCATION: {url}\r\nUSN: uuid:{uuid.uuid4()}::upnp:rootdevice\r\n"
        "\r\n").encode())


def hello(url):
    """The same by WS-Discovery."""
    text = MATCH.format(id=uuid.uuid4(), name="Gate", hardware="X1", urls=url)
    text = text.replace("<wsd:ProbeMatches><wsd:ProbeMatch>", "<wsd:Hello>").replace(
        "</wsd:ProbeMatch></wsd:ProbeMatches>", "</wsd:Hello>")
    return ("239.255.255.250", 3702, text.encode())


def mdns(name, port):
    """The same by mDNS: a web service of Axis's own kind on this port of who says it."""
    def labels(*words):
        return b"".join(bytes([len(word)]) + word.encode() for word in words) + b"\0"
    service = labels("_axis-video", "_tcp", "local")
    full = bytes([len(name)]) + name.encode() + service
    pointer = service + struct.pack(">HHIH", 12, 1, 120, len(full)) + full
    target = labels("axis-1", "local")
    record = full + struct.pack(">HHIH", 33, 0x8001, 120, 6 + len(target)) + struct.pack(
        ">HHH", 0, 0, port) + target
    return ("224.0.0.251", 5353, struct.pack(">HHHHHH", 0, 0x8400, 0, 2, 0, 0) + pointer + record)
