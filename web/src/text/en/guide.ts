// SPDX-License-Identifier: BSD-2-Clause
// Copyright (c) 2026, the Lenswatch authors

// The guide of the first start.

export const guide = {
  label: "First steps",
  steps: {
    label: "Steps",
    password: "Password",
    place: "Time",
    camera: "Camera",
    picture: "Picture",
    alarm: "Alarm",
    done: "Done",
  },
  titles: {
    password: "Password",
    place: "Which time is it here?",
    camera: "Which camera is to be watched?",
    picture: "Does the picture come?",
    alarm: "Who is to be told?",
    done: "Lenswatch is watching",
  },
  next: "Continue",
  leave: "Leave the guide",
  leaveHelp: "It can be gone on with at any time.",
  waits: (step: string): string => `The guide waits for you at: ${step}.`,
  resume: "Go on with it",
  end: "Not needed any more",
  placeIntro: "Schedules and messages follow this time.",
  site: "Name of this place",
  siteHelp:
    "Such as “Harbour, gate 3”. It stands in the title, in mails and in reports; leave it empty where there is one Lenswatch only.",
  zone: "Time zone",
  zoneHelp: "Such as Europe/Berlin. It was taken from this browser.",
  cameraIntro:
    "Lenswatch needs the address of its picture, and a user of the camera who may view it.",
  way: "How to name the camera",
  ways: { find: "Find it in the network", type: "Type its address" },
  urlHelp:
    "Of its stream (rtsp://…) or its picture (http://…). It is in the camera’s web page or manual.",
  userHelp: "Of the camera, not of Lenswatch. Leave both empty where it asks for no login.",
  see: "See its picture",
  noCamera: "There is no camera yet.",
  toCamera: "Add a camera",
  pictureWaits: "The first picture takes a few seconds.",
  pictureIs: {
    CLEAR: "It is in focus. This is what Lenswatch keeps an eye on from now on.",
    BLURRY: "It looks out of focus: turn the lens until this says CLEAR.",
    "NOT ASSESSABLE":
      "Its focus cannot be judged yet, for example since it is dark or without detail. It is watched all the same.",
  },
  seeIt: "I see it, continue",
  correct: "Change address or login",
  without: "Continue without a picture",
  alarmIntro:
    "When a camera goes out of focus, is covered or lost, Lenswatch tells you. You may do this later, under Actions.",
  kind: "How",
  kinds: {
    email: "E-mail",
    push: "Message to a phone",
    http: "Request to a web address",
    mqtt: "MQTT message",
  },
  more: "More settings",
  test: "Send a test",
  tested: "Sent: see whether it has arrived. From now on every event is sent so.",
  skip: "Later",
  ruleName: "Every event",
  watched: (name: string): string =>
    `${name} is watched day and night. Lenswatch learns what it looks like when it is healthy; after some minutes it finds slight faults, too.`,
  noneWatched: "No camera is watched yet. Add one to begin.",
  tells: "Every event is sent to you.",
  toPicture: "Show the camera",
  toCameras: "Show the cameras",
  nextTitle: "What you may do next",
  nexts: {
    more: "Find more cameras",
    settings: (name: string): string => `Set how easily ${name} raises an alarm, and what it records`,
    arming: "Say at which times it raises alarms",
    actions: "Choose which events set off what",
    users: "Let others log in",
  },
} as const;
