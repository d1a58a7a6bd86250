# SPDX-License-Identifier: BSD-2-Clause
"""A Hikvision camera: ISAPI."""

import re

from camera_http import Answer, Camera

XML = '<?xml version="1.0" encoding="UTF-8"?>\r\n'
SPACE = 'version="2.0" xmlns="http://www.hikvision.com/ver20/XMLSchema"'
OK = XML + f'''<ResponseStatus {SPACE}>
<requestURL>{{url}}</requestURL>
<statusCode>{{code}}</statusCode>
<statusString>{{text}}</statusString>
<subStatusCode>{{sub}}</subStatusCode>
</ResponseStatus>
'''


class Hikvision(Camera):
    realm = "IP Camera(C1234)"
    server = "App-webs/"
    algorithms = ("MD5",)
    model = "DS-2CD2T47G2-L"
    serial = "DS-2CD2T47G2-L20260101AAWR000000001"
    mac = "02:00:00:00:00:01"
    has_defocus = True
    has_lens = True
    has_ptz = False
    channel_count = 1  # more: it is a recorder
    offline = ()  # channels that have no camera

    def __init__(self, *args, **more):
        self.defocus = {"enabled": "false", "sensitivityLevel": "50"}
        self.outputs = {1: "low", 2: "low"}
        self.focused = 0  # how often it was asked to focus
        self.moves = []  # speeds of the focus, 0 where it stopped
        self.lens_resets = 0
        self.preset = None
        self.turned = []  # (pan, tilt, zoom), as it was told
        self.saved = {}
        super().__init__(*args, **more)

    def refusal(self):
        locked = f"<lockStatus>{'lock' if self.locked else 'unlock'}</lockStatus>"
        left = max(0, 3 - self.bad_passwords)
        return Answer(XML + "<userCheck>\n<statusValue>401</statusValue>\n<statusString>"
                      f"Unauthorized</statusString>\n{locked}\n"
                      f"<retryLoginTime>{left}</retryLoginTime>\n</userCheck>\n",
                      401, 'application/xml; charset="UTF-8"')

    def xml(self, text, status=200):
        return Answer(XML + text, status, 'application/xml; charset="UTF-8"')

    def done(self, path, code=1, text="OK", sub="ok", status=200):
        return Answer(OK.format(url=path, code=code, text=text, sub=sub), status,
                      'application/xml; charset="UTF-8"')

    def answer(self, handler, path, query, body, let_in):
        read = {
            "/ISAPI/System/deviceInfo": self.device_info,
            "/ISAPI/System/capabilities": self.capabilities,
            "/ISAPI/Streaming/channels": self.channels,
            "/ISAPI/ContentMgmt/InputProxy/channels/status": self.channel_states,
            "/ISAPI/Smart/DefocusDetection/1": self.defocus_detection,
            "/ISAPI/System/IO/outputs": self.io_outputs,
            "/ISAPI/PTZCtrl/channels/1/presets": self.presets,
            "/ISAPI/PTZCtrl/channels/1/capabilities": self.ptz_capabilities,
        }
        if handler.command == "GET" and path == "/ISAPI/Event/notification/alertStream":
            self.stream(handler, "multipart/mixed; boundary=boundary",
                        self.alert("videoloss", "inactive", 0), 2)
            return None
        if handler.command == "GET" and path in read:
            text = read[path]()
            return self.xml(text) if text else self.unsupported(path)
        found = re.fullmatch(r"/ISAPI/Streaming/channels/(\d+)01/picture", path)
        if found and int(found.group(1)) <= self.channel_count:
            return self.snapshot()
        return self.put(path, body) if handler.command == "PUT" else self.unsupported(path)

    def unsupported(self, path):
        return self.done(path, 4, "Invalid Operation", "notSupport", 403)

    def put(self, path, body):
        if path == "/ISAPI/Smart/DefocusDetection/1" and self.has_defocus:
            for name in self.defocus:
                found = re.search(f"<{name}>(.*?)</{name}>", body)
                if not found:
                    return self.done(path, 6, "Invalid Content", "badXmlContent", 400)
                self.defocus[name] = found.group(1)
            return self.done(path)
        if path == "/ISAPI/PTZCtrl/channels/1/onepushfoucs/start" and self.has_lens:
            self.focused += 1
            return self.done(path)
        if path == "/ISAPI/PTZCtrl/channels/1/onepushfoucs/reset" and self.has_lens:
            self.lens_resets += 1
            return self.done(path)
        if path == "/ISAPI/System/Video/inputs/channels/1/focus" and self.has_lens:
            self.moves.append(int(re.search(r"<focus>(-?\d+)</focus>", body).group(1)))
            return self.done(path)
        if path == "/ISAPI/PTZCtrl/channels/1/continuous" and self.has_ptz:
            self.turned.append(tuple(int(re.search(f"<{axis}>(-?\\d+)</{axis}>", body).group(1))
                                     for axis in ("pan", "tilt", "zoom")))
            return self.done(path)
        found = re.fullmatch(r"/ISAPI/PTZCtrl/channels/1/presets/(\d+)", path)
        if found and self.has_ptz:
            self.saved[found.group(1)] = re.search("<presetName>(.*?)</presetName>", body).group(1)
            return self.done(path)
        found = re.fullmatch(r"/ISAPI/PTZCtrl/channels/1/presets/(\d+)/goto", path)
        if found:
            self.preset = int(found.group(1))
            return self.done(path)
        found = re.fullmatch(r"/ISAPI/System/IO/outputs/(\d+)/trigger", path)
        if found and int(found.group(1)) in self.outputs:
            self.outputs[int(found.group(1))] = \
                re.search("<outputState>(.*?)</outputState>", body).group(1)
            return self.done(path)
        return self.unsupported(path)

    def device_info(self):
        return f"""<DeviceInfo {SPACE}>
<deviceName>Gate &amp; yard</deviceName>
<deviceID>88888888-0000-0000-0000-020000000001</deviceID>
<deviceDescription>IPCamera</deviceDescription>
<deviceLocation>hangzhou</deviceLocation>
<systemContact>Hikvision.China</systemContact>
<model>{self.model}</model>
<serialNumber>{self.serial}</serialNumber>
<macAddress>{self.mac}</macAddress>
<firmwareVersion>V5.7.12</firmwareVersion>
<firmwareReleasedDate>build 220819</firmwareReleasedDate>
<deviceType>IPCamera</deviceType>
</DeviceInfo>
"""

    def capabilities(self):
        has = "true" if self.has_defocus else "false"
        return f"""<DeviceCap {SPACE}>
<SmartCap>
<isSupportDefocusDetection>{has}</isSupportDefocusDetection>
<isSupportSceneChangeDetection>true</isSupportSceneChangeDetection>
</SmartCap>
</DeviceCap>
"""

    def channels(self):
        text = f"<StreamingChannelList {SPACE}>\n"
        streams = {100 * channel + stream: values for channel in range(1, self.channel_count + 1)
                   for stream, values in ((1, ("H.265", 2688, 1520)), (2, ("H.264", 640, 360)))}
        for number, (codec, width, height) in streams.items():
            text += f"""<StreamingChannel {SPACE}>
<id>{number}</id>
<channelName>Camera 01</channelName>
<enabled>true</enabled>
<Transport>
<maxPacketSize>1000</maxPacketSize>
<ControlProtocolList>
<ControlProtocol>
<streamingTransport>RTSP</streamingTransport>
</ControlProtocol>
</ControlProtocolList>
<rtspPortNo>{self.rtsp_port}</rtspPortNo>
</Transport>
<Video>
<enabled>true</enabled>
<videoInputChannelID>{number // 100}</videoInputChannelID>
<videoCodecType>{codec}</videoCodecType>
<videoResolutionWidth>{width}</videoResolutionWidth>
<videoResolutionHeight>{height}</videoResolutionHeight>
</Video>
</StreamingChannel>
"""
        return text + "</StreamingChannelList>\n"

    def channel_states(self):
        if self.channel_count == 1:
            return None
        text = f"<InputProxyChannelStatusList {SPACE}>\n"
        for channel in range(1, self.channel_count + 1):
            online = "false" if channel in self.offline else "true"
            text += f"""<InputProxyChannelStatus {SPACE}>
<id>{channel}</id>
<online>{online}</online>
</InputProxyChannelStatus>
"""
        return text + "</InputProxyChannelStatusList>\n"

    def defocus_detection(self):
        if not self.has_defocus:
            return None
        return f"""<DefocusDetection {SPACE}>
<id>1</id>
<enabled>{self.defocus['enabled']}</enabled>
<sensitivityLevel>{self.defocus['sensitivityLevel']}</sensitivityLevel>
</DefocusDetection>
"""

    def io_outputs(self):
        text = f"<IOOutputPortList {SPACE}>\n"
        for number in self.outputs:
            text += f"<IOOutputPort {SPACE}>\n<id>{number}</id>\n</IOOutputPort>\n"
        return text + "</IOOutputPortList>\n"

    def ptz_capabilities(self):
        if not self.has_ptz:
            return None
        return f"""<PTZChanelCap {SPACE}>
<ContinuousPanTiltSpace>
<XRange>
<Min>-100</Min>
<Max>100</Max>
</XRange>
</ContinuousPanTiltSpace>
<ContinuousZoomSpace>
<ZRange>
<Min>-100</Min>
<Max>100</Max>
</ZRange>
</ContinuousZoomSpace>
<maxPresetNum>300</maxPresetNum>
</PTZChanelCap>
"""

    def presets(self):
        return f"""<PTZPresetList {SPACE}>
<PTZPreset {SPACE}>
<enabled>true</enabled>
<id>1</id>
<presetName>Gate</presetName>
</PTZPreset>
<PTZPreset {SPACE}>
<enabled>false</enabled>
<id>2</id>
<presetName>Preset 2</presetName>
</PTZPreset>
</PTZPresetList>
"""

    def alert(self, kind, state="active", count=1, channel=1):
        xml = f"""<EventNotificationAlert {SPACE}>
<ipAddress>{self.address}</ipAddress>
<portNo>{self.port}</portNo>
<protocol>HTTP</protocol>
<macAddress>{self.mac}</macAddress>
<channelID>{channel}</channelID>
<dateTime>2026-01-01T00:00:00+00:00</dateTime>
<activePostCount>{count}</activePostCount>
<eventType>{kind}</eventType>
<eventState>{state}</eventState>
<eventDescription>{kind} alarm</eventDescription>
<channelName>Camera 01</channelName>
</EventNotificationAlert>
"""
        head = f'--boundary\r\nContent-Type: application/xml; charset="UTF-8"\r\n' \
               f"Content-Length: {len(xml)}\r\n\r\n"
        return (head + xml + "\r\n").encode()
