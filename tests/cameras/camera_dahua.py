# SPDX-License-Identifier: BSD-2-Clause
"""A Dahua (or Amcrest) camera: CGI with lines of NAME=VALUE."""

import re

from camera_http import Answer, Camera


class Dahua(Camera):
    realm = "Login to 4H0000000000001"
    server = "Webs"
    algorithms = ("MD5",)
    model = "IPC-HFW5442T-ZE"
    vendor = "Dahua"
    serial = "4H0000000000001"
    mac = "02:00:00:00:00:02"
    channel_count = 1  # more: it is a recorder
    has_defocus = True
    has_lens = True
    has_ptz = False
    has_events = True
    line_end = "\r\n"

    def __init__(self, *args, **more):
        self.config = {
            "UnFocusDetect[0].Enable": "false",
            "UnFocusDetect[0].Sensitivity": "50",
            "AlarmOut[0].Mode": "0",
            "AlarmOut[1].Mode": "0",
        }
        self.focus = 0.5
        self.zoom = 0.72
        self.sharpest = 0.62
        self.finds = None  # where its own search ends; None: where it is sharpest
        self.focused = 0
        self.preset = None
        self.turned = []  # (action, code, first and second argument)
        self.saved = {1: "Gate", 4: "Yard, far"}
        super().__init__(*args, **more)

    def lines(self, *lines):
        return Answer("".join(line + "\r\n" for line in lines))

    def bad(self):
        return Answer("Error\r\nBad Request!\r\n", 400)

    def answer(self, handler, path, query, body, let_in):
        action = query.get("action", "")
        cgi = path.removeprefix("/cgi-bin/").removesuffix(".cgi")
        if cgi == "snapshot":
            return self.snapshot() if int(query.get("channel", 1)) <= self.channel_count else \
                self.bad()
        if cgi == "eventManager" and action == "attach" and self.has_events:
            beat = query.get("heartbeat")
            idle = "Content-Type: text/plain\r\nContent-Length:9\r\n\r\nHeartbeat\r\n\r\n"
            self.stream(handler, "multipart/x-mixed-replace; boundary=myboundary",
                        ("--myboundary\r\n" + idle).encode() if beat else None, int(beat or 60))
            return None
        if cgi == "magicBox":
            return self.magic_box(action)
        if cgi == "configManager":
            return self.config_manager(action, query)
        if cgi == "devVideoInput" and self.has_lens:
            return self.video_input(action, query)
        if cgi == "ptz" and action == "getPresets":
            return self.lines(*(f"presets[{i}].{name}={value}"
                                for i, preset in enumerate(sorted(self.saved.items()))
                                for name, value in zip(("Index", "Name"), preset)))
        if cgi == "ptz" and action == "getCurrentProtocolCaps" and self.has_ptz:
            return self.lines("caps.Pan=true", "caps.Tile=true", "caps.Zoom=true")
        if cgi == "ptz" and action == "getStatus":
            return self.lines("status.MoveStatus=Idle", "status.Postion[0]=311.100000",
                              f"status.PresetID={self.preset or 0}", "status.ZoomStatus=Idle")
        if cgi == "ptz" and action == "start" and query.get("code") == "GotoPreset":
            self.preset = int(query["arg2"])
            return self.lines("OK")
        if cgi == "ptz" and query.get("code") == "SetPreset" and self.has_ptz:
            self.saved[int(query["arg2"])] = f"Preset{query['arg2']}"
            return self.lines("OK")
        if cgi == "ptz" and action in ("start", "stop") and self.has_ptz:
            self.turned.append((action, query["code"], int(query["arg1"]), int(query["arg2"])))
            return self.lines("OK")
        return self.bad()

    def magic_box(self, action):
        known = {
            "getDeviceType": f"type={self.model}",
            "getVendor": f"vendor={self.vendor}",
            "getSerialNo": f"sn={self.serial}",
            "getSoftwareVersion": "version=2.840.0000000.28.R,build:2026-01-01",
            "getMachineName": "name=Gate",
        }
        return self.lines(known[action]) if action in known else self.bad()

    def config_manager(self, action, query):
        name = query.get("name")
        if action == "setConfig":
            for key, value in query.items():
                if key != "action":
                    found = re.fullmatch(r"PtzPreset\[0\]\[(\d+)\]\.(Name|Enable)", key)
                    if found and self.has_ptz:
                        if found.group(2) == "Name":
                            self.saved[int(found.group(1)) + 1] = value
                        continue
                    if key not in self.config:
                        return self.bad()
                    self.config[key] = value
            return self.lines("OK")
        if action != "getConfig":
            return self.bad()
        if name == "Encode":
            return self.lines(*self.encode())
        if name == "RTSP":
            return self.lines("table.RTSP.Enable=true", f"table.RTSP.Port={self.rtsp_port}")
        if name == "Network":
            return self.lines(f"table.Network.eth0.PhysicalAddress={self.mac}")
        if name == "UnFocusDetect" and not self.has_defocus:
            return self.bad()
        found = [f"table.{k}={v}" for k, v in self.config.items() if k.startswith(f"{name}[")]
        return self.lines(*found) if found else self.bad()

    def encode(self):
        formats = (("MainFormat[0]", "H.265", 2688, 1520, "true"),
                   ("ExtraFormat[0]", "H.264", 704, 576, "true"),
                   ("ExtraFormat[1]", "H.264", 704, 576, "false"))
        for channel in range(self.channel_count):
            for kind, codec, width, height, on in formats:
                begin = f"table.Encode[{channel}].{kind}"
                yield f"{begin}.Video.Compression={codec}"
                yield f"{begin}.Video.Height={height}"
                yield f"{begin}.Video.Width={width}"
                yield f"{begin}.VideoEnable={on}"

    def video_input(self, action, query):
        if action == "getFocusStatus":
            return self.lines(f"status.Focus={self.focus:.6f}", "status.FocusMotorSteps=1600",
                              "status.LenAdjustStatus=0", "status.ResetResult=1",
                              "status.Status=Normal", f"status.Zoom={self.zoom:.6f}",
                              "status.ZoomMotorSteps=2200")
        if action == "adjustFocus":
            self.focus = min(1.0, max(0.0, float(query["focus"])))
            self.zoom = float(query["zoom"])
            return self.lines("OK")
        if action == "autoFocus":
            self.focused += 1
            self.focus = self.sharpest if self.finds is None else self.finds
            return self.lines("OK")
        return self.bad()

    def event(self, code, action="Start", index=0, data=""):
        text = f"Code={code};action={action};index={index}" + (f";data={data}" if data else "")
        end = self.line_end
        return (f"--myboundary{end}Content-Type: text/plain{end}"
                f"Content-Length:{len(text)}{end}{end}{text}{end}{end}").encode()
