# SPDX-License-Identifier: BSD-2-Clause
"""What an authenticator app does."""

import base64
import hmac
import struct
import time


def totp(secret, step):
    """RFC 6238, by the book."""
    key = base64.b32decode(secret)
    digest = hmac.digest(key, struct.pack(">Q", step), "sha1")
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7fffffff) % 1000000:06}"


def now_step():
    return int(time.time()) // 30
