#!/usr/bin/env python3
"""check_layers.py finds what it should, in trees made for it."""

import pathlib
import tempfile
import unittest

import check_layers

CMAKE = """
trireme_stage(base)
trireme_stage(model LINKS base)
trireme_stage(report LINKS model pugixml::pugixml)
trireme_stage(execute LINKS model)
"""


class Layers(unittest.TestCase):
    def found(self, **files):
        """Of one tree; a file is named folder__file."""
        with tempfile.TemporaryDirectory() as directory:
            root = pathlib.Path(directory)
            (root / "CMakeLists.txt").write_text(CMAKE)
            for name, text in files.items():
                path = root / (name.replace("__", "/") + ".cc")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            return list(check_layers.violations(root))

    def test_own_lower_and_indirect_folders_may_be_included(self):
        self.assertEqual(self.found(src__report__a='#include "report/b.h"\n#include "model/b.h"\n#include "base/b.h"\n'), [])

    def test_a_folder_above_or_beside_may_not(self):
        self.assertEqual(self.found(src__model__a='#include <vector>\n#include "report/b.h"\n'),
                         ["src/model/a.cc:2: model may not include report"])
        self.assertEqual(self.found(src__execute__deep__a='#include "report/b.h"\n'),
                         ["src/execute/deep/a.cc:1: execute may not include report"])

    def test_a_library_is_for_those_that_name_it(self):
        self.assertEqual(self.found(src__report__a="#include <pugixml.hpp>\n"), [])
        self.assertEqual(self.found(src__execute__a="#include <pugixml.hpp>\n"),
                         ["src/execute/a.cc:1: execute may not include pugixml.hpp: it does not link pugixml::pugixml"])

    def test_the_wire_format_is_for_those_that_name_it(self):
        self.assertEqual(self.found(src__model__a='#include "agent/wire.h"\n'),
                         ["src/model/a.cc:1: model may not include agent/wire.h: it does not link agent::wire"])

    def test_main_alone_may_include_all(self):
        both = '#include "report/b.h"\n#include "execute/b.h"\n'
        self.assertEqual(self.found(src__main=both), [])
        self.assertEqual(self.found(src__other=both), ["src/other.cc: is in no stage of CMakeLists.txt"])

    def test_headers_are_named_with_their_folder(self):
        self.assertEqual(self.found(src__model__a='#include "b.h"\n'), ['src/model/a.cc:1: "b.h" names no folder of src/'])

    def test_what_tests_include_needs_nothing_of_the_runner(self):
        self.assertEqual(self.found(include__trireme__a='#include "base/text.h"\n'),
                         ["include/trireme/a.cc:1: runs in tests and may not include base/text.h"])


if __name__ == "__main__":
    unittest.main()
