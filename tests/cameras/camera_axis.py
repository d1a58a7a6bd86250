# SPDX-License-Identifier: BSD-2-Clause
"""An Axis camera: VAPIX."""

import json

from camera_http import Answer, Camera


class Axis(Camera):
    realm = "AXIS_020000000003"
    server = "Apache"
    algorithms = ("MD5",)
    basic = True
    model = "P3245-LVE"
    serial = "020000000003"
    mac = "02:00:00:00:00:03"
    has_optics = True
    has_ptz = False

    def __init__(self, *args, **more):
        self.focus = 0.5
        self.sharpest = 0.62
        self.focused = 0
        self.resets = 0
        self.outputs = {0: "closed"}  # port 0 is an input
        self.active = False
        self.preset = None
        self.turned = []  # (pan and tilt, zoom), as it was told
        self.saved = []
        super().__init__(*args, **more)

    def parameters(self):
        return {
            "root.Brand.Brand": "AXIS",
            "root.Brand.ProdFullName": f"AXIS {self.model} Network Camera",
            "root.Brand.ProdNbr": self.model,
            "root.Network.Bonjour.FriendlyName": f"AXIS {self.model} - {self.serial}",
            "root.Network.RTSP.Port": str(self.rtsp_port),
            "root.Network.eth0.MACAddress": self.mac,
            "root.Properties.Firmware.Version": "9.80.3.12",
            "root.Properties.Image.Format": "jpeg,mjpeg,h264",
            "root.Properties.Image.Resolution": "1280x720,1920x1080,640x480,640x360,320x180",
            "root.Properties.PTZ.PTZ": "yes" if self.has_ptz else "no",
            "root.Properties.System.SerialNumber": self.serial,
            "root.Tampering.T0.DarkDetectionEnabled": "no",
        }

    def answer(self, handler, path, query, body, let_in):
        if path == "/axis-cgi/param.cgi" and query.get("action") == "list":
            groups = [g if g.startswith("root.") else "root." + g
                      for g in query.get("group", "root").split(",")]
            found = [f"{k}={v}" for k, v in self.parameters().items()
                     if any(k == g or k.startswith(g + ".") for g in groups)]
            missing = [f"# Error: Error getting param in group '{g}'" for g in groups
                       if not any(k.startswith(g) for k in self.parameters())]
            return Answer("\n".join(found + missing) + "\n")
        if path == "/axis-cgi/jpg/image.cgi":
            return self.snapshot()
        if path == "/axis-cgi/opticscontrol.cgi" and self.has_optics:
            return self.optics(json.loads(body))
        if path == "/axis-cgi/io/portmanagement.cgi":
            return self.ports(json.loads(body))
        if path == "/axis-cgi/com/ptz.cgi" and query.get("query") == "presetposcam":
            return Answer("Preset Positions for camera 1\r\npresetposno1=Home\r\n"
                          "presetposno4=Yard, far=left\r\n")
        if path == "/axis-cgi/com/ptz.cgi" and "gotoserverpresetno" in query:
            self.preset = int(query["gotoserverpresetno"])
            return Answer("", 204)
        if path == "/axis-cgi/com/ptz.cgi" and not self.has_ptz:
            return Answer("Error:\r\nPTZ is not enabled\r\n")
        if path == "/axis-cgi/com/ptz.cgi" and "continuouspantiltmove" in query:
            self.turned.append((query["continuouspantiltmove"], query["continuouszoommove"]))
            return Answer("", 204)
        if path == "/axis-cgi/com/ptz.cgi" and "setserverpresetname" in query:
            self.saved.append(query["setserverpresetname"])
            return Answer("", 204)
        return Answer("<html>404 Not Found</html>", 404, "text/html")

    def optics(self, request):
        method = request["method"]
        answer = {"apiVersion": "1.2", "context": request.get("context", ""), "method": method}
        parameters = request.get("params", {}).get("optics", [{}])[0]
        if method == "getOptics":
            answer["data"] = {"numberOfOptics": 1, "optics": [
                {"opticsId": "0", "focusPosition": self.focus, "focusMoving": False,
                 "magnification": 1.0, "zoomMoving": False}]}
        elif method == "performAutoFocus":
            self.focused += 1
            self.focus = self.sharpest
            answer["data"] = {}
        elif method == "setFocus":
            self.focus = parameters["position"]
            answer["data"] = {}
        elif method in ("calibrate", "reset"):
            self.resets += 1
            answer["data"] = {}
        else:
            answer["error"] = {"code": 2004, "message": "Method not supported"}
        return Answer(json.dumps(answer), kind="application/json")

    def ports(self, request):
        answer = {"apiVersion": "1.0", "context": "", "method": request["method"]}
        if request["method"] == "getPorts":
            answer["data"] = {"numberOfPorts": 2, "items": [
                {"port": "0", "configurable": False, "usage": "", "direction": "input",
                 "state": "open", "normalState": "open"},
                {"port": "1", "configurable": False, "usage": "", "direction": "output",
                 "state": "closed" if self.active else "open", "normalState": "open"}]}
        elif request["method"] == "setPorts":
            port = request["params"]["ports"][0]
            self.active = port["state"] == "closed"
            answer["data"] = {}
        return Answer(json.dumps(answer), kind="application/json")
