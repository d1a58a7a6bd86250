# SPDX-License-Identifier: BSD-2-Clause
"""An ONVIF camera, Profiles S and T: SOAP with WS-UsernameToken or HTTP Digest."""

import base64
import calendar
import hashlib
import re
import threading
import time

from camera_http import Answer, Camera

SPACES = {
    "tds": "http://www.onvif.org/ver10/device/wsdl",
    "trt": "http://www.onvif.org/ver10/media/wsdl",
    "tr2": "http://www.onvif.org/ver20/media/wsdl",
    "tev": "http://www.onvif.org/ver10/events/wsdl",
    "timg": "http://www.onvif.org/ver20/imaging/wsdl",
    "tptz": "http://www.onvif.org/ver20/ptz/wsdl",
}
PATHS = {"tds": "/onvif/device_service", "trt": "/onvif/media", "tr2": "/onvif/media2",
         "tev": "/onvif/events", "timg": "/onvif/imaging", "tptz": "/onvif/ptz"}
MORE = {
    "SOAP-ENV": "http://www.w3.org/2003/05/soap-envelope",
    "tt": "http://www.onvif.org/ver10/schema",
    "ter": "http://www.onvif.org/ver10/error",
    "wsa5": "http://www.w3.org/2005/08/addressing",
    "wsnt": "http://docs.oasis-open.org/wsn/b-2",
    "tns1": "http://www.onvif.org/ver10/topics",
}
ENVELOPE = ('<?xml version="1.0" encoding="UTF-8"?>\n<SOAP-ENV:Envelope '
            + " ".join(f'xmlns:{k}="{v}"' for k, v in {**SPACES, **MORE}.items())
            + "><SOAP-ENV:Body>{}</SOAP-ENV:Body></SOAP-ENV:Envelope>\n")
KIND = "application/soap+xml; charset=utf-8"

# Operations that ONVIF lets anybody ask.
ANYBODY = ("GetSystemDateAndTime", "GetServices", "GetCapabilities")

# How far the clock of the token may be off.
SKEW_S = 5


class Onvif(Camera):
    server = "gSOAP/2.8"
    realm = "onvif"
    open_paths = ("/onvif/",)  # the SOAP says who
    vendor = "UNIVIEW"
    model = "IPC2325"
    serial = "210235C0000000000001"
    mac = "02:00:00:00:00:04"
    digest = False  # HTTP Digest instead of the token
    media2 = True
    services = True  # GetServices; else GetCapabilities only
    clock_off_s = 3600 * 5  # the camera's clock is ahead
    wrong_host = "192.168.1.108"  # what the camera thinks it is called
    has_focus = True
    has_ptz = False
    view = (0.1, 0.2, 0)  # pan, tilt, zoom
    moves = "IDLE"
    port_of = {}  # what it believes its ports to be: of services by their prefix, "snap"

    def __init__(self, *args, **more):
        self.focus = 0.0  # -1 to 1
        self.sharpest = 0.24
        self.focused = 0
        self.nonces_seen = set()
        self.preset = None
        self.turned = []  # (profile, x, y, zoom), or (profile, "stop")
        self.saved = []
        self.relay = "inactive"
        self.subscribed = False
        self.messages = []
        self.pulled = threading.Condition()
        super().__init__(*args, **more)

    # ---- who asks ----

    def token_good(self, body):
        """None: no token; else whether it is right."""
        part = {name: re.search(rf"<(?:\w+:)?{name}\b[^>]*>([^<]*)<", body)
                for name in ("Username", "Password", "Nonce", "Created")}
        if not all(part.values()):
            return None
        text = {name: found.group(1) for name, found in part.items()}
        made = calendar.timegm(time.strptime(text["Created"].split(".")[0].rstrip("Z"),
                                             "%Y-%m-%dT%H:%M:%S"))
        proof = hashlib.sha1(base64.b64decode(text["Nonce"]) + text["Created"].encode() +
                             self.password.encode()).digest()
        new = text["Nonce"] not in self.nonces_seen
        self.nonces_seen.add(text["Nonce"])
        return text["Username"] == self.user and new and not self.locked and \
            base64.b64encode(proof).decode() == text["Password"] and \
            abs(time.time() + self.clock_off_s - made) <= SKEW_S + 30

    def fault(self, code, subcode, text, status=400):
        return self.soap(f"<SOAP-ENV:Fault><SOAP-ENV:Code><SOAP-ENV:Value>SOAP-ENV:{code}"
                         "</SOAP-ENV:Value><SOAP-ENV:Subcode><SOAP-ENV:Value>ter:"
                         f"{subcode}</SOAP-ENV:Value></SOAP-ENV:Subcode></SOAP-ENV:Code>"
                         f'<SOAP-ENV:Reason><SOAP-ENV:Text xml:lang="en">{text}</SOAP-ENV:Text>'
                         "</SOAP-ENV:Reason></SOAP-ENV:Fault>", status)

    def soap(self, text, status=200):
        return Answer(ENVELOPE.format(text), status, KIND)

    def answer(self, handler, path, query, body, let_in):
        if path == "/snap.jpg":
            return self.snapshot()
        found = re.search(r"<(?:\w+:)?Body\b[^>]*>\s*<(?:(\w+):)?(\w+)", body)
        if handler.command != "POST" or not found:
            return Answer("not found", 404)
        name = found.group(2)
        if name not in ANYBODY:
            if self.digest:
                if not let_in:
                    answer = self.refusal()
                    answer.headers = [("WWW-Authenticate", c) for c in self.challenges()]
                    return answer
            else:
                good = self.token_good(body)
                if good is False:
                    self.count_bad()
                if not good:
                    return self.fault("Sender", "NotAuthorized", "Sender not Authorized")
        do = getattr(self, "do_" + name, None)
        space = next((k for k, v in PATHS.items() if path.startswith(v)
                      and (len(v) == len(path) or path[len(v)] == "/")), None)
        if not do or not space or SPACES[space] not in body and space != "tev":
            return self.fault("Receiver", "ActionNotSupported", "Optional Action Not Implemented",
                              500)
        text = do(body, space)
        if isinstance(text, Answer):
            return text
        return self.soap(f"<{space}:{name}Response>{text}</{space}:{name}Response>")

    # ---- device ----

    def do_GetSystemDateAndTime(self, _body, _space):
        now = time.gmtime(time.time() + self.clock_off_s)
        return ("<tds:SystemDateAndTime><tt:DateTimeType>Manual</tt:DateTimeType>"
                "<tt:DaylightSavings>false</tt:DaylightSavings><tt:TimeZone><tt:TZ>CST-8</tt:TZ>"
                "</tt:TimeZone><tt:UTCDateTime><tt:Time>"
                f"<tt:Hour>{now.tm_hour}</tt:Hour><tt:Minute>{now.tm_min}</tt:Minute>"
                f"<tt:Second>{now.tm_sec}</tt:Second></tt:Time><tt:Date><tt:Year>{now.tm_year}"
                f"</tt:Year><tt:Month>{now.tm_mon}</tt:Month><tt:Day>{now.tm_mday}</tt:Day>"
                "</tt:Date></tt:UTCDateTime></tds:SystemDateAndTime>")

    def address_of(self, space):
        port = self.port_of.get(space)
        return f"http://{self.wrong_host}{f':{port}' if port else ''}{PATHS[space]}"

    def do_GetServices(self, _body, _space):
        if not self.services:
            return self.fault("Receiver", "ActionNotSupported", "Not implemented", 500)
        return "".join(f"<tds:Service><tds:Namespace>{SPACES[k]}</tds:Namespace><tds:XAddr>"
                       f"{self.address_of(k)}</tds:XAddr><tds:Version><tt:Major>2</tt:Major>"
                       "<tt:Minor>60</tt:Minor></tds:Version></tds:Service>"
                       for k in PATHS if k != "tr2" or self.media2)

    def do_GetCapabilities(self, _body, _space):
        return "<tds:Capabilities>" + "".join(
            f"<tt:{name}><tt:XAddr>{self.address_of(k)}</tt:XAddr></tt:{name}>"
            for name, k in (("Device", "tds"), ("Events", "tev"), ("Imaging", "timg"),
                            ("Media", "trt"), ("PTZ", "tptz"))) + "</tds:Capabilities>"

    def do_GetDeviceInformation(self, _body, _space):
        return (f"<tds:Manufacturer>{self.vendor}</tds:Manufacturer><tds:Model>{self.model}"
                "</tds:Model><tds:FirmwareVersion>IPC_D1211-B0001P60D1809</tds:FirmwareVersion>"
                f"<tds:SerialNumber>{self.serial}</tds:SerialNumber><tds:HardwareId>A"
                "</tds:HardwareId>")

    def do_GetNetworkInterfaces(self, _body, _space):
        return ('<tds:NetworkInterfaces token="eth0"><tt:Enabled>true</tt:Enabled><tt:Info>'
                f"<tt:Name>eth0</tt:Name><tt:HwAddress>{self.mac}</tt:HwAddress></tt:Info>"
                "</tds:NetworkInterfaces>")

    def do_GetRelayOutputs(self, _body, _space):
        return ('<tds:RelayOutputs token="Relay_1"><tt:Properties><tt:Mode>Bistable</tt:Mode>'
                "<tt:DelayTime>PT0S</tt:DelayTime><tt:IdleState>open</tt:IdleState>"
                "</tt:Properties></tds:RelayOutputs>")

    def do_SetRelayOutputState(self, body, _space):
        self.relay = re.search(r"LogicalState>(\w+)<", body).group(1)
        return ""

    # ---- media ----

    def profile(self, space, token, codec, width, height):
        source = ("<tt:SourceToken>VideoSource_1</tt:SourceToken>"
                  f'<tt:Bounds x="0" y="0" width="{width}" height="{height}"/>')
        encoder = (f"<tt:Encoding>{codec}</tt:Encoding><tt:Resolution><tt:Width>{width}</tt:Width>"
                   f"<tt:Height>{height}</tt:Height></tt:Resolution>")
        ptz = self.has_ptz and token != "main"  # of the other one, as in some cameras
        if space == "trt":
            inner = (f'<tt:VideoSourceConfiguration token="vs">{source}'
                     '</tt:VideoSourceConfiguration><tt:VideoEncoderConfiguration token="ve">'
                     f"{encoder}</tt:VideoEncoderConfiguration>")
            inner += '<tt:PTZConfiguration token="ptz"/>' if ptz else ""
            name = "tt:Name"
        else:
            inner = (f'<tr2:Configurations><tr2:VideoSource token="vs">{source}</tr2:VideoSource>'
                     f'<tr2:VideoEncoder token="ve">{encoder}</tr2:VideoEncoder>'
                     + ('<tr2:PTZ token="ptz"/>' if ptz else "") +
                     "</tr2:Configurations>")
            name = "tr2:Name"
        return (f'<{space}:Profiles token="{token}" fixed="true"><{name}>{token}</{name}>{inner}'
                f"</{space}:Profiles>")

    def do_GetProfiles(self, _body, space):
        big = "H265" if space == "tr2" else "H264"
        return self.profile(space, "sub&amp;1", "H264", 640, 360) + \
            self.profile(space, "main", big, 2560, 1440)

    def do_GetStreamUri(self, body, space):
        token = re.search(r"ProfileToken>([^<]*)<", body).group(1)
        uri = f"rtsp://{self.wrong_host}:{self.rtsp_port}/media/{token.replace('&amp;', '_')}" \
              "?a=1&amp;b=2"
        if space == "tr2":
            return f"<tr2:Uri>{uri}</tr2:Uri>"
        return (f"<trt:MediaUri><tt:Uri>{uri}</tt:Uri><tt:InvalidAfterConnect>false"
                "</tt:InvalidAfterConnect><tt:InvalidAfterReboot>false</tt:InvalidAfterReboot>"
                "<tt:Timeout>PT0S</tt:Timeout></trt:MediaUri>")

    def do_GetSnapshotUri(self, _body, space):
        port = self.port_of.get("snap")
        uri = f"http://{self.wrong_host}{f':{port}' if port else ''}/snap.jpg"
        return f"<tr2:Uri>{uri}</tr2:Uri>" if space == "tr2" else \
            f"<trt:MediaUri><tt:Uri>{uri}</tt:Uri></trt:MediaUri>"

    # ---- imaging, presets ----

    def do_GetImagingSettings(self, _body, _space):
        if not self.has_focus:
            return self.fault("Receiver", "ActionNotSupported", "No imaging", 500)
        return ("<timg:ImagingSettings><tt:Brightness>50</tt:Brightness><tt:Focus>"
                "<tt:AutoFocusMode>MANUAL</tt:AutoFocusMode><tt:DefaultSpeed>1</tt:DefaultSpeed>"
                "</tt:Focus></timg:ImagingSettings>")

    def do_SetImagingSettings(self, body, _space):
        if "AutoFocusMode>AUTO<" in body:
            self.focused += 1
            self.focus = self.sharpest
        return ""

    def do_GetMoveOptions(self, _body, _space):
        if not self.has_focus:
            return self.fault("Receiver", "ActionNotSupported", "No focus", 500)
        return ("<timg:MoveOptions><tt:Absolute><tt:Position><tt:Min>-1</tt:Min><tt:Max>1</tt:Max>"
                "</tt:Position></tt:Absolute><tt:Continuous><tt:Speed><tt:Min>-1</tt:Min><tt:Max>1"
                "</tt:Max></tt:Speed></tt:Continuous></timg:MoveOptions>")

    def do_GetStatus(self, _body, space):
        if space == "tptz":
            return ("<tptz:PTZStatus><tt:Position>" + self.looks_at(*self.view) + "</tt:Position>"
                    f"<tt:MoveStatus><tt:PanTilt>{self.moves}</tt:PanTilt></tt:MoveStatus>"
                    "</tptz:PTZStatus>")
        return ("<timg:Status><tt:FocusStatus20><tt:Position>"
                f"{self.focus:.6f}</tt:Position><tt:MoveStatus>IDLE</tt:MoveStatus>"
                "</tt:FocusStatus20></timg:Status>")

    def do_Move(self, body, _space):
        self.focus = float(re.search(r"Position>([^<]*)<", body).group(1))
        return ""

    @staticmethod
    def looks_at(pan, tilt, zoom):
        return f'<tt:PanTilt x="{pan}" y="{tilt}"/><tt:Zoom x="{zoom}"/>'

    def do_GetPresets(self, _body, _space):
        return "".join(f'<tptz:Preset token="{token}"><tt:Name>{name}</tt:Name><tt:PTZPosition>'
                       + self.looks_at(*view) + "</tt:PTZPosition></tptz:Preset>"
                       for token, name, view in (("1", "Gate", (0.1, 0.2, 0)),
                                                 ("7", "Yard", (-0.5, 0.25, 0.5))))

    def do_GotoPreset(self, body, _space):
        self.preset = re.search(r"PresetToken>([^<]*)<", body).group(1)
        return ""

    def do_ContinuousMove(self, body, _space):
        values = [re.search(rf'<tt:{name}[^>]*\b{axis}="([^"]*)"', body)
                  for name, axis in (("PanTilt", "x"), ("PanTilt", "y"), ("Zoom", "x"))]
        self.turned.append((re.search(r"ProfileToken>([^<]*)<", body).group(1),
                            *(float(value.group(1)) if value else None for value in values)))
        return ""

    def do_Stop(self, body, space):
        if space == "tptz":
            self.turned.append((re.search(r"ProfileToken>([^<]*)<", body).group(1), "stop"))
        return ""

    def do_SetPreset(self, body, _space):
        token = re.search(r"PresetToken>([^<]*)<", body)
        self.saved.append((re.search(r"PresetName>([^<]*)<", body).group(1),
                           token and token.group(1)))
        return "<tptz:PresetToken>9</tptz:PresetToken>"

    # ---- events ----

    def do_CreatePullPointSubscription(self, _body, _space):
        self.subscribed = True
        return ("<tev:SubscriptionReference><wsa5:Address>"
                f"http://{self.wrong_host}/onvif/events/sub?Idx=0</wsa5:Address>"
                "</tev:SubscriptionReference><wsnt:CurrentTime>2026-01-01T00:00:00Z"
                "</wsnt:CurrentTime><wsnt:TerminationTime>2026-01-01T00:01:00Z"
                "</wsnt:TerminationTime>")

    def do_PullMessages(self, body, _space):
        limit = float(re.search(r"Timeout>PT([\d.]+)S<", body).group(1))
        with self.pulled:
            self.pulled.wait_for(lambda: self.messages or self.closing, min(limit, 10))
            messages, self.messages = self.messages, []
        return ("<tev:CurrentTime>2026-01-01T00:00:00Z</tev:CurrentTime><tev:TerminationTime>"
                "2026-01-01T00:01:00Z</tev:TerminationTime>" + "".join(messages))

    def do_Renew(self, _body, _space):
        return ""

    def do_Unsubscribe(self, _body, _space):
        self.subscribed = False
        return ""

    def do_SetSynchronizationPoint(self, _body, _space):
        return ""

    def event(self, topic, state="true", operation="Changed"):
        """Like those of formats that clients know: Source first, State first."""
        text = ('<wsnt:NotificationMessage><wsnt:Topic Dialect="http://www.onvif.org/ver10/tev/'
                f'topicExpression/ConcreteSet">tns1:{topic}</wsnt:Topic><wsnt:Message><tt:Message '
                f'UtcTime="2026-01-01T00:00:00Z" PropertyOperation="{operation}"><tt:Source>'
                '<tt:SimpleItem Name="Source" Value="VideoSource_1"/></tt:Source><tt:Data>'
                f'<tt:SimpleItem Name="State" Value="{state}"/></tt:Data></tt:Message>'
                "</wsnt:Message></wsnt:NotificationMessage>")
        with self.pulled:
            self.messages.append(text)
            self.pulled.notify_all()
