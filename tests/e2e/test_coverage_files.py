"""The reports that are written: whole, readable by those who read such, safe against what is in them."""

import html.parser
import json
import os
import sqlite3
import unittest
import xml.etree.ElementTree as ElementTree

from coverage_case import CoverageCase

HOSTILE = '"q\'<img onerror=alert(1) src=x>&.cc'


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.links, self.rows = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        attributes = dict(attributes)
        if tag == "a":
            self.links.append(attributes["href"])
        if tag == "tr" and "id" in attributes:
            self.rows.append(attributes["class"])


class CoverageFiles(CoverageCase):
    @classmethod
    def setUpClass(cls):
        cls.build_once()

    def test_all_of_them(self):
        kinds = [f"--cov-report={kind}" for kind in ("html", "xml", "json", "markdown", "lcov")]
        result = self.run_trireme("--cov=src", "--cov-branch", *kinds, "build")
        self.assertEqual(result.code, 0)
        self.assertIn("Coverage HTML written to dir htmlcov\nCoverage XML written to file coverage.xml\n"
                      "Coverage JSON written to file coverage.json\nCoverage Markdown information written to file coverage.md\n"
                      "Coverage LCOV written to file coverage.lcov\n", result.out)  # fmt: skip
        xml = ElementTree.parse(self.cwd / "coverage.xml").getroot()
        self.assertEqual([each.get("filename") for each in xml.iter("class")], ["src/part.cc", "src/part_test.cc"])
        self.assertEqual([each.get("hits") for each in xml.find(".//class/lines")], ["2", "2", "0", "2", "0", "0", "0", "0", "0"])
        part = json.loads((self.cwd / "coverage.json").read_text())["files"]["src/part.cc"]
        self.assertEqual((part["executed_lines"], part["missing_lines"]), ([1, 2, 4], [3, 6, 7, 8, 10, 11]))
        self.assertEqual(part["functions"]["half(int)"]["execution_count"], 2)
        self.assertIn("| src/part.cc", (self.cwd / "coverage.md").read_text())

    def test_pages(self):
        self.run_trireme("--cov=src", "--cov-branch", "--cov-report=html:pages", "build")
        index = Page((self.cwd / "pages" / "index.html").read_text())
        self.assertEqual(len(index.links), 2)
        page = Page((self.cwd / "pages" / index.links[0]).read_text())
        self.assertEqual(page.rows, ["hit", "part", "miss", "hit", "", "miss", "miss", "miss", "", "miss", "miss", ""])

    def test_any_name_and_content(self):
        self.shared = None
        self.setUp()
        self.build_small()
        (self.cwd / "src" / HOSTILE).write_text("int f(int v) {\n  return v; // </pre><script>x</script>\x1b[0m\n}\n")
        self.do("g++", "--coverage", "-c", f"../src/{HOSTILE}", "-o", "hostile.o")
        result = self.run_trireme("--cov=src", "--cov-report=html", "--cov-report=xml", "--cov-report=json", "build")
        self.assertEqual(result.code, 0, result.out)
        for path in (self.cwd / "htmlcov").iterdir():
            tags = Page(path.read_text()).tags
            self.assertEqual((tags.count("script"), tags.count("img")), (1, 0), path)
        ElementTree.parse(self.cwd / "coverage.xml")
        self.assertIn(f"src/{HOSTILE}", json.loads((self.cwd / "coverage.json").read_text())["files"])

    def test_names_that_are_no_text(self):
        self.shared = None
        self.setUp()
        self.build_small()
        name = os.fsdecode(b"no\xfftext.cc")
        (self.cwd / "src" / name).write_text("int f(int v) {\n  return v;\n}\n")
        self.do("g++", "--coverage", "-c", f"../src/{name}", "-o", "other.o")
        result = self.run_trireme("--cov=src", "--cov-report=sqlite:all.sqlite", "build")
        self.assertEqual(result.code, 0, result.out)
        with sqlite3.connect(self.cwd / "all.sqlite") as data:
            paths = [path for (path,) in data.execute("SELECT path FROM file ORDER BY path")]
        self.assertEqual(paths, [f"{self.cwd.resolve()}/src/{each}" for each in ("no\\xfftext.cc", "part.cc", "part_test.cc")])

    def test_what_cannot_be_written(self):
        result = self.run_trireme("--cov=src", "--cov-report=xml:/proc/nowhere/a.xml", "--cov-report=lcov", "build")
        self.assertEqual(result.code, 3)
        self.assertRegex(result.err, "^ERROR: .*/proc/nowhere.*\n$")
        self.assertTrue((self.cwd / "coverage.lcov").exists())

    def test_directories_are_made(self):
        kinds = ("xml", "json", "lcov", "markdown", "html", "sqlite")
        result = self.run_trireme("--cov=src", *(f"--cov-report={each}:new/{each}/report" for each in kinds), "build")
        self.assertEqual((result.code, result.err), (0, ""))
        self.assertTrue(all((self.cwd / "new" / each / "report").exists() for each in kinds))

    def test_what_is_excluded(self):
        (self.cwd / "trireme.toml").write_text("[cov]\nomit = ['*_test.cc']\nexclude = ['return -1']\n")
        result = self.run_trireme("--cov=src", "build")
        self.assertEqual(self.table(result), {"src/part.cc": ["8", "5", "38%"], "TOTAL": ["8", "5", "38%"]})
        (self.cwd / "trireme.toml").unlink()


if __name__ == "__main__":
    unittest.main()
