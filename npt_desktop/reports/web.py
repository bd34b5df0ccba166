"""What every page written as HTML shares: the look, and text that is never markup.

A page stands alone: no script, no address of ours, no picture, so that it may be saved, printed and pasted.
"""

from __future__ import annotations

from html import escape

STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; color: #17212f; background: #ffffff; font: 100%/1.55 Arial, Helvetica, sans-serif;
  overflow-wrap: anywhere; }
header, main, footer { max-width: 44rem; margin: 0 auto; padding: 1rem 1.25rem; }
header { border-bottom: 0.25rem solid #1d4f9c; }
footer { border-top: 1px solid #7c8aa0; font-size: 0.95rem; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0.5rem 0; }
h2 { font-size: 1.45rem; line-height: 1.25; margin: 2.25rem 0 0.5rem; }
h3 { font-size: 1.1rem; margin: 1.25rem 0 0.25rem; }
p { margin: 0 0 0.75rem; }
a { color: #1a478c; text-decoration: underline; }
a:focus { outline: 0.2rem solid #0f5fd7; outline-offset: 0.15rem; }
.skip { position: absolute; left: 0.5rem; top: -4rem; padding: 0.6rem 1rem; background: #ffffff; }
.skip:focus { top: 0.5rem; }
.dates { color: #43516a; }
@media print {
  .skip { display: none; }
  header, main, footer { max-width: none; padding-left: 0; padding-right: 0; }
  h2, h3 { break-after: avoid; }
  p { orphans: 3; widows: 3; }
  a { color: #000000; }
}
"""


def paragraphs(text: str) -> list[str]:
    """Each line of a text as a paragraph."""
    return [f"<p>{safe(line)}</p>" for line in tidy_lines(text) if line]


def safe(text: str) -> str:
    """A text as HTML shows it, whatever it holds."""
    return escape("".join(map(allowed, text)), quote=True)


def allowed(letter: str) -> str:
    """HTML's own list: no control characters, no half of a pair; those show as U+FFFD."""
    code = ord(letter)
    if letter in "\n\t":
        return " "
    bad = code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code & 0xFFFE == 0xFFFE
    turning = 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069
    return "\ufffd" if bad or turning or 0xFDD0 <= code <= 0xFDEF else letter


def tidy_lines(text: str) -> list[str]:
    """The lines of a text without needless white space."""
    return [" ".join(line.split()) for line in text.splitlines()]


def one_line(text: str) -> str:
    """A text as one line."""
    return "".join(map(allowed, " ".join(text.split())))


def traced(page: str, trace: str) -> str:
    """A page with the trace of the store's journal in its head, where no reader sees it."""
    return (
        page.replace("</head>", f'<meta name="journal" content="{safe(trace)}">\n</head>', 1)
        if trace
        else page
    )
