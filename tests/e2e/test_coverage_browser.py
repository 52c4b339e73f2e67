"""What the pages of the HTML report do in a browser: sort, filter, lead from place to place, list tests. In headless Chromium."""

import html
import json
import re
import shutil
import subprocess
import unittest

from coverage_case import CoverageCase

CHROMIUM = shutil.which("chromium")
# As root in a container; and nobody is asked for anything.
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--virtual-time-budget=2000", "--dump-dom")  # fmt: skip
# What is done to a page is written at its end, when all that it led to has been.
DRIVER = """<script>
addEventListener('error', event => { found.error = event.message; });
const found = {}, all = selector => [...document.querySelectorAll(selector)];
const press = key => document.dispatchEvent(new KeyboardEvent('keydown', { key }));
%s
setTimeout(() => {
  %s
  document.body.appendChild(document.createElement('pre')).id = 'found';
  document.getElementById('found').textContent = JSON.stringify(found);
}, 500);
</script>"""
INDEX = """
const names = () => all('tbody tr').filter(row => !row.hidden).map(row => row.cells[0].textContent);
const click = at => document.querySelectorAll('thead button')[at].click();
found.rows = names();
click(2); found.ascending = names();
click(2); found.descending = names();
click(0); found.by_name = names();
press('/'); found.focused = document.activeElement.type;
document.activeElement.value = 'PART test';
document.activeElement.dispatchEvent(new Event('input'));
found.filtered = names(); found.shown = document.getElementById('shown').textContent;
"""
PAGE = """
const here = () => all('.here').map(row => row.id);
found.steps = ['n', 'n', 'n', 'p', 'j', 'k', 'p', 'p'].map(key => { press(key); return here(); });
found.counts = all('tr').slice(0, 4).map(row => row.querySelector('summary')?.textContent ?? '');
document.querySelector('details').open = true;
"""
TESTS = "found.tests = [...document.querySelectorAll('details li')].map(each => each.textContent);"


@unittest.skipUnless(CHROMIUM, "chromium is not installed")
class CoverageBrowser(CoverageCase):
    @classmethod
    def setUpClass(cls):
        cls.build_once()

    def drive(self, page, driver, end=""):
        copy = page.with_name("driven_" + page.name)
        copy.write_text(page.read_text() + DRIVER % (driver, end))
        shown = subprocess.run([CHROMIUM, *FLAGS, f"--user-data-dir={self.directory / 'chromium'}", copy.as_uri()], capture_output=True,
                               text=True, timeout=60, check=False, env=self.environment()).stdout  # fmt: skip
        found = re.search(r'<pre id="found">(.*?)</pre>', shown, re.DOTALL)
        self.assertTrue(found, shown[-2000:])
        return json.loads(html.unescape(found[1]))

    def test_index_is_sorted_and_filtered(self):
        self.source("part_2.cc", "int second() { return 2; }\n")
        self.source("part_10.cc", "int first() { return 1; }\n")
        for name in ("part_2.cc", "part_10.cc"):
            self.compile(name, "--coverage")
        self.run_trireme("--cov=src", "--cov-report=html", "build")
        found = self.drive(self.cwd / "htmlcov/index.html", INDEX)
        by_name = ["src/part_2.cc", "src/part_10.cc", "src/part.cc", "src/part_test.cc"]
        self.assertEqual(sorted(found["by_name"]), sorted(by_name))
        self.assertLess(found["by_name"].index("src/part_2.cc"), found["by_name"].index("src/part_10.cc"))
        self.assertEqual(sorted(found["rows"]), sorted(by_name))
        # part.cc misses six lines, part_test.cc two, the others one.
        self.assertEqual(found["ascending"][2:], ["src/part_test.cc", "src/part.cc"])
        self.assertEqual(found["descending"][:2], ["src/part.cc", "src/part_test.cc"])
        self.assertEqual((found["focused"], found["filtered"], found["shown"]), ("search", ["src/part_test.cc"], "1 of 4"))
        self.assertNotIn("error", found)

    def test_page_leads_to_what_is_uncovered_and_lists_tests(self):
        self.run_trireme("--cov=src/part.cc", "--cov-branch", "--cov-context=test", "--cov-report=html:pages", "build")
        page = next((self.cwd / "pages").glob("*_part.cc.html"))
        found = self.drive(page, PAGE, TESTS)
        # Places begin at lines 2, 6 and 10, and go round.
        self.assertEqual(found["steps"], [["L2"], ["L6"], ["L10"], ["L6"], ["L10"], ["L6"], ["L2"], ["L10"]])
        self.assertEqual(found["counts"], ["2", "2", "", "2"])
        self.assertEqual(found["tests"], ["build/part_test::Half.Even", "build/part_test::Half.Twice"])
        self.assertNotIn("error", found)


if __name__ == "__main__":
    unittest.main()
