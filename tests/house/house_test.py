"""The house check sees what it is there to see."""

import tempfile
import unittest
from pathlib import Path

from house import House


def complaints(**files):
    """Of a tree with these files; __ in a name is a /, the last _ its dot."""
    with tempfile.TemporaryDirectory() as directory:
        for name, content in files.items():
            path = Path(directory, ".".join(name.replace("__", "/").rsplit("_", 1)))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        return House(Path(directory)).check()


class TheHouse(unittest.TestCase):
    def says(self, expected, **files):
        found = complaints(**files)
        self.assertEqual(1, len(found), found)
        self.assertIn(expected, found[0])

    def test_nothing_is_wrong_with_a_room_that_keeps_to_itself(self):
        self.assertEqual(
            [], complaints(agent__elevator__car_hpp='#include <vector>\n#include "agent/elevator/x.hpp"\n')
        )

    def test_detection_includes_nothing_but_itself(self):
        self.says(
            "agent/elevator/car.cpp:2: agent/elevator may not include agent/ports/clock.hpp",
            agent__elevator__car_cpp='\n#include "agent/ports/clock.hpp"\n',
        )

    def test_drivers_do_not_include_each_other(self):
        self.says(
            "drivers/* may not include drivers/lines/a.hpp",
            drivers__gpio__b_cpp='#include "drivers/lines/a.hpp"\n',
        )

    def test_a_wire_knows_no_store(self):
        self.says(
            "may not include agent/storage/x.hpp", protocols__mqtt__a_cpp='#include "agent/storage/x.hpp"\n'
        )

    def test_the_simulated_lift_knows_nothing_of_the_agent(self):
        self.says(
            "may not include agent/elevator/time.hpp",
            drivers__simulated__lift__a_cpp='#include "agent/elevator/time.hpp"\n',
        )

    def test_a_library_stays_in_its_room(self):
        self.says("belongs in agent/storage", agent__runtime__a_cpp="#include <sqlite3.h>\n")

    def test_a_new_library_is_given_a_room_first(self):
        self.says("a new library", agent__runtime__a_cpp="#include <zmq/zmq.hpp>\n")

    def test_no_library_crosses_into_another_room_by_a_header(self):
        found = complaints(
            agent__daemon__a_cpp='#include "agent/runtime/b.hpp"\n',
            agent__runtime__b_hpp='#include "agent/runtime/c.hpp"\n',
            agent__runtime__c_hpp="#include <boost/asio/post.hpp>\n",
        )
        self.assertEqual(
            [
                "agent/daemon/a.cpp:1: agent/runtime/b.hpp brings boost/asio/post.hpp into agent/daemon: "
                "declare, and include it in a .cpp"
            ],
            found,
        )

    def test_there_is_no_lock(self):
        self.says("agent/runtime/a.cpp:3: there is no lock", agent__runtime__a_cpp="\n\nstd::mutex m;\n")

    def test_nobody_sleeps(self):
        self.says("nobody sleeps", tests__a__b_cpp="std::this_thread::sleep_for(1s);\n")

    def test_nothing_writes_to_a_controller(self):
        self.says(
            "nothing writes to a controller", protocols__modbus__a_cpp="modbus_write_register(c, 1, 2);\n"
        )

    def test_no_path_of_one_machine(self):
        self.says("a path of one machine", scripts__x_py='ROOT = "/home/somebody"\n')


if __name__ == "__main__":
    unittest.main()
