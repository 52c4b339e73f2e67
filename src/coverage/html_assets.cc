#include "coverage/html_assets.h"

namespace trireme::coverage {

const char* const k_html_style = R"css(
:root { color-scheme: light dark; --back: #fff; --text: #1f2328; --dim: #59636e; --edge: #d1d9e0; --head: #f6f8fa; --hit: #dafbe1;
  --hit-edge: #2da44e; --miss: #ffebe9; --miss-edge: #cf222e; --part: #fff8c5; --part-edge: #bf8700; --out: #eaeef2; --link: #0969da; }
@media (prefers-color-scheme: dark) { :root { --back: #0d1117; --text: #e6edf3; --dim: #9198a1; --edge: #3d444d; --head: #161b22;
  --hit: #12261e; --hit-edge: #3fb950; --miss: #2d1416; --miss-edge: #f85149; --part: #272115; --part-edge: #d29922; --out: #1c2128;
  --link: #4493f8; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 14px/1.5 system-ui, sans-serif; }
header { padding: 16px 24px; background: var(--head); border-bottom: 1px solid var(--edge); }
h1 { margin: 0 0 4px; font-size: 20px; overflow-wrap: anywhere; }
h1 b { font-variant-numeric: tabular-nums; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
.dim { color: var(--dim); }
main { padding: 16px 24px; }
input { font: inherit; padding: 4px 8px; width: 24em; max-width: 100%; color: inherit; background: var(--back); border: 1px solid var(--edge);
  border-radius: 6px; }
table { border-collapse: collapse; margin-top: 12px; font-variant-numeric: tabular-nums; }
.index { width: 100%; }
.index th, .index td { padding: 4px 12px; text-align: right; border-bottom: 1px solid var(--edge); white-space: nowrap; }
.index th:first-child, .index td:first-child { text-align: left; white-space: normal; overflow-wrap: anywhere; }
.index th button { font: inherit; font-weight: 600; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; }
.index th[aria-sort=ascending] button::after { content: " \25B2"; }
.index th[aria-sort=descending] button::after { content: " \25BC"; }
.index tfoot td { font-weight: 600; border-bottom: 0; }
.index tbody tr:hover { background: var(--head); }
.bar { display: inline-block; width: 80px; height: 8px; margin-left: 10px; border-radius: 4px; background: var(--miss-edge); overflow: hidden; }
.bar i { display: block; height: 100%; background: var(--hit-edge); }
.source { width: 100%; font: 12px/1.5 ui-monospace, monospace; margin-top: 0; }
.source td { padding: 0 8px; vertical-align: top; }
.source td.n, .source td.c { text-align: right; color: var(--dim); user-select: none; width: 1%; white-space: nowrap; }
.source td.n a { color: inherit; }
.source pre { margin: 0; font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 4; }
.source tr.hit { background: var(--hit); } .source tr.hit td.n { border-left: 4px solid var(--hit-edge); }
.source tr.miss { background: var(--miss); } .source tr.miss td.n { border-left: 4px solid var(--miss-edge); }
.source tr.part { background: var(--part); } .source tr.part td.n { border-left: 4px solid var(--part-edge); }
.source tr.out { background: var(--out); color: var(--dim); }
.source td.n { border-left: 4px solid transparent; }
.source td.b { text-align: right; color: var(--dim); white-space: nowrap; width: 1%; }
.source td.t { width: 1%; white-space: nowrap; color: var(--dim); }
.source summary { cursor: pointer; text-align: right; }
.source details ul { margin: 0; padding: 0 0 4px 16px; color: var(--text); }
.source tr:target, .source tr.here { outline: 2px solid var(--link); outline-offset: -2px; }
kbd { font: 11px ui-monospace, monospace; border: 1px solid var(--edge); border-radius: 4px; padding: 1px 5px; }
.sticky { position: sticky; top: 0; z-index: 1; }
)css";

const char* const k_index_script = R"js(
(() => {
  const body = document.querySelector('tbody'), filter = document.querySelector('input'), shown = document.getElementById('shown');
  const rows = [...body.rows], heads = [...document.querySelectorAll('thead th')];
  const value = (row, at) => at === 0 ? row.cells[0].textContent : Number(row.cells[at].dataset.v);
  const order = new Intl.Collator(undefined, { numeric: true });
  heads.forEach((head, at) => head.querySelector('button').addEventListener('click', () => {
    const down = head.getAttribute('aria-sort') === 'ascending';
    heads.forEach(each => each.removeAttribute('aria-sort'));
    head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    rows.sort((a, b) => (down ? -1 : 1) * (at === 0 ? order.compare(value(a, 0), value(b, 0)) : value(a, at) - value(b, at)));
    body.append(...rows);
  }));
  const apply = () => {
    const words = filter.value.toLowerCase().split(' ').filter(Boolean);
    let count = 0;
    for (const row of rows) {
      const name = row.cells[0].textContent.toLowerCase();
      row.hidden = !words.every(word => name.includes(word));
      count += row.hidden ? 0 : 1;
    }
    shown.textContent = `${count} of ${rows.length}`;
  };
  filter.addEventListener('input', apply);
  document.addEventListener('keydown', event => {
    if (event.key === '/' && event.target !== filter) { event.preventDefault(); filter.focus(); }
  });
  apply();
})();
)js";

const char* const k_file_script = R"js(
(() => {
  const tests = JSON.parse(document.querySelector('.source')?.dataset.tests ?? '[]');
  // The tests of a line are listed when they are asked for.
  document.addEventListener('toggle', event => {
    const ranges = event.target.dataset.t;
    if (!ranges || event.target.querySelector('ul')) return;
    const names = ranges.split(' ').flatMap(range => {
      const [first, last = first] = range.split('-').map(Number);
      return tests.slice(first, last + 1);
    });
    const list = document.createElement('ul');
    for (const name of names.sort()) list.appendChild(document.createElement('li')).textContent = name;
    event.target.append(list);
  }, true);
  const rows = [...document.querySelectorAll('tr.miss, tr.part')];
  // Lines that follow each other are one place.
  const places = rows.filter((row, at) => at === 0 || rows[at - 1] !== row.previousElementSibling);
  let here = -1;
  const go = step => {
    if (places.length === 0) return;
    if (here >= 0) places[here].classList.remove('here');
    here = here < 0 && step < 0 ? places.length - 1 : (here + step + places.length) % places.length;
    places[here].classList.add('here');
    places[here].scrollIntoView({ block: 'center' });
  };
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === 'n' || event.key === 'j') go(1);
    if (event.key === 'p' || event.key === 'k') go(-1);
    if (event.key === 'u') location.href = 'index.html';
  });
})();
)js";

}  // namespace trireme::coverage
