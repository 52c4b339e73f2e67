#!/usr/bin/env python3
"""A picture of what a command shows on a terminal: terminal_svg.py OUT.svg COMMAND… (docs/images/run.svg is made so)

The command runs under a pty of 108 columns. Understood are colours and bold, \\r and "erase line", which is all
that Trireme uses; the picture is the screen at the end."""

import fcntl
import html
import os
import pty
import re
import shlex
import struct
import sys
import termios

COLUMNS, LINE_HEIGHT, CHAR_WIDTH, MARGIN = 108, 19, 8.43, 16
COLOURS = {31: "#ff6b68", 32: "#5fb865", 33: "#d9a343", 34: "#6ca4f8", 35: "#c678dd", 36: "#56b6c2", 90: "#808890"}
PLAIN = "#d4d8de"
TOKEN = re.compile(r"\x1b\[([0-9;?]*)([A-Za-z])|(\r\n|\n|\r)|([^\x1b\r\n]+)|\x1b.")


def output_of(command):
    def size_and_exec():
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 40, COLUMNS, 0, 0))
        os.environ["TERM"] = "xterm-256color"
        os.environ.pop("NO_COLOR", None)
        os.execvp(command[0], command)

    pid, terminal = pty.fork()
    if pid == 0:
        size_and_exec()
    data = b""
    while True:
        try:
            chunk = os.read(terminal, 65536)
        except OSError:  # EIO: the other end is closed
            chunk = b""
        if not chunk:
            os.waitpid(pid, 0)
            return data.decode(errors="replace")
        data += chunk


def screen_of(text):
    """Lines of cells (character, style)."""
    lines, style, column = [[]], (None, False), 0
    for codes, final, newline, plain in TOKEN.findall(text):
        if final == "m":
            for code in (int(each or 0) for each in codes.split(";")):
                style = (None, False) if code == 0 else (style[0], True) if code == 1 else (code, style[1]) if code in COLOURS else style
        elif final == "K":
            lines[-1] = [] if codes == "2" else lines[-1][:column]
        elif newline:
            column = 0
            if newline != "\r":
                lines.append([])
        for character in plain:
            if column == COLUMNS:
                lines.append([])
                column = 0
            lines[-1][column:column + 1] = [(character, style)]
            column += 1
    while lines and not lines[-1]:
        lines.pop()
    return lines


def spans(line):
    """Runs of cells of one style, as SVG."""
    at = 0
    while at < len(line):
        end = at
        while end < len(line) and line[end][1] == line[at][1]:
            end += 1
        colour, bold = line[at][1]
        text = html.escape("".join(cell[0] for cell in line[at:end]))
        weight = ' font-weight="bold"' if bold else ""
        yield f'<tspan x="{MARGIN + at * CHAR_WIDTH:.1f}" fill="{COLOURS.get(colour, PLAIN)}"{weight}>{text}</tspan>'
        at = end


def svg_of(command, lines):
    width = COLUMNS * CHAR_WIDTH + 2 * MARGIN
    height = len(lines) * LINE_HEIGHT + 2 * MARGIN
    rows = [f'<text y="{MARGIN + (row + 0.75) * LINE_HEIGHT:.1f}">{"".join(spans(line))}</text>' for row, line in enumerate(lines)]
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" xml:space="preserve" '
            f'font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14">\n'
            f'<title>{html.escape(" ".join(command))}</title>\n'
            f'<rect width="100%" height="100%" rx="8" fill="#1b1f24"/>\n' + "\n".join(rows) + "\n</svg>\n")


def main():
    target, *command = sys.argv[1:]
    shown = ["$ " + shlex.join([os.path.basename(command[0]), *command[1:]])]
    lines = screen_of("\r\n".join(shown) + "\r\n" + output_of(command))
    with open(target, "w", encoding="utf-8") as file:
        file.write(svg_of(shown, lines))


if __name__ == "__main__":
    main()
