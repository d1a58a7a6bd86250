# SPDX-License-Identifier: BSD-2-Clause
"""Conditions beside the focus, on the demo camera, whose clock ticks all the time."""

import unittest

from harness import DEMO_CAMERA, DaemonTest, DemoCamera, eventually

# Every condition an event after a second, so that nothing here takes minutes.
AT_ONCE = {"enabled": True, "duration_s": 1, "clear_duration_s": 1}


@unittest.skipUnless(DEMO_CAMERA, "the demo camera was not built")
class Conditions(DaemonTest):

    def learnt(self, daemon, *names, options=()):
        """A demo camera and its id, once the watch has learnt enough. Only these are watched."""
        lens = self.camera(DemoCamera, *options)
        camera = daemon.add("Street", lens.url, timeout_s=5, interval_s=0.5)
        conditions = {name: AT_ONCE if name in names else {"enabled": False}
                      for name in daemon.get(f"/cameras/{camera}")["conditions"]
                      if name != "defocus"}
        status, _ = daemon.request("PATCH", f"/api/v1/cameras/{camera}",
                                   {"conditions": conditions})
        self.assertEqual(200, status)
        self.wait_learnt(daemon, camera)
        return lens, camera

    def wait_learnt(self, daemon, camera):
        def look():
            learning = daemon.state(camera)["learning"]
            return learning["needed"] and learning["pictures"] > learning["needed"]
        eventually(look, "the watch has learnt enough")

    def begins_and_ends(self, condition, fault, cure, *options):
        daemon = self.daemon()
        lens, camera = self.learnt(daemon, condition, options=options)
        self.assertEqual([], daemon.events(camera))
        lens.say(fault)
        event = daemon.wait_event(camera, condition, ended=False)
        self.assertGreaterEqual(event["score"], 0.5)
        self.assertTrue(event["reason"])
        # The list has it from the store, a moment before the camera says so.
        state = eventually(lambda: (s := daemon.state(camera))["open_condition"] and s,
                           "the event is open")
        self.assertEqual(condition, state["open_condition"])
        self.assertEqual("fault", state["conditions"][condition]["state"])
        explained = daemon.get(f"/cameras/{camera}/explain?condition={condition}")
        self.assertEqual("fault", explained["state"])
        self.assertEqual(explained["tiles_x"] * explained["tiles_y"], len(explained["tiles"]))
        metrics = daemon.request("GET", "/metrics")[1].decode()
        self.assertIn(f'lenswatch_camera_condition_fault{{camera="{camera}",'
                      f'condition="{condition}"}} 1\n', metrics)
        lens.say(cure)
        daemon.wait_event(camera, condition, ended=True)
        self.assertEqual([condition], [e["condition"] for e in daemon.events(camera)])

    def test_frozen_though_the_clock_ticks(self):
        self.begins_and_ends("frozen", "freeze", "unfreeze")

    def test_frozen_though_few_bits_wander(self):
        """At a low rate each key frame has another quantiser, and hardly a tile is as it was."""
        self.begins_and_ends("frozen", "freeze", "unfreeze", "--kbit", "400")

    def test_covered_is_not_out_of_focus(self):
        self.begins_and_ends("covered", "cover", "uncover")

    def test_out_of_focus_by_the_baseline(self):
        self.begins_and_ends("defocus", "defocus", "focus")

    def test_restart_forgets_nothing(self):
        daemon = self.daemon()
        _, camera = self.learnt(daemon, "covered")
        before = daemon.state(camera)["learning"]["pictures"]
        daemon.stop()
        daemon.start()
        daemon.wait_verdict(camera, "CLEAR")
        self.assertGreaterEqual(daemon.state(camera)["learning"]["pictures"], before)
        status, _ = daemon.request("POST", f"/api/v1/cameras/{camera}/baseline/reset",
                                   {"what": "all"})
        self.assertEqual(204, status)
        eventually(lambda: daemon.state(camera)["learning"]["pictures"] < before,
                   "it learns anew")


if __name__ == "__main__":
    unittest.main()
