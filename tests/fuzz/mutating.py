"""Requests as bytes, and what becomes of them when somebody who means no good changes a part of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote_from_bytes, urlencode

from msgspec import Struct, structs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random


class Sent(Struct, frozen=True):
    """A request, as it is sent.

    Attributes:
        target: path and query.
        headers: without those that say who asks, and how long the body is.
    """

    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def written(self, *more: tuple[str, str]) -> bytes:
        """All of it, with some headers more."""
        lines = [
            f"{self.method} {self.target} HTTP/1.1",
            *(f"{name}: {value}" for name, value in (*self.headers, *more)),
        ]
        if self.body or self.method not in ("GET", "HEAD", "DELETE"):
            lines.append(f"content-length: {len(self.body)}")
        return "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n" + self.body


_SEGMENTS = (
    "%00",
    "%FF",
    "%ED%A0%80",
    "%F0%9F%92%A9",
    "..",
    "%2e%2e",
    "%2F",
    "%5C",
    ".",
    "'",
    "%22",
    "('x')",
    "{}",
    "%7B%7D",
    "null",
    "-1",
    "0",
    "1e999",
    "%D9%A3",
    "a" * 3000,
    "%25",
    "%0D%0A",
    ";x=1",
    "me",
    "$count",
    "$value",
    "$batch",
    "%20",
    "~",
    "%E2%80%AE",
    "%",
    "%zz",
)
_TEXTS = (
    "",
    " ",
    "\x00",
    "\t\n",
    "é" * 5000,
    "a" * 70_000,
    "\u202e",
    "\U0001f4a9",
    "%00",
    "null",
    "-1",
    "0",
    "1e999",
    "NaN",
    "٣",
    "2030-02-30",
    "9999-12-31T23:59:59Z",
    "0001-01-01",
    "2030-01-01T00:00:00+99:99",
    "javascript:alert(1)",
    "https://[::1",
    "//evil.example",
    "/\\evil",
    "{{7*7}}",
    "${x}",
    "<script>alert(1)</script>",
    "' OR 1=1--",
    "\\",
    "%",
    "_",
    "..",
    "{name}",
    "{}",
    "true",
    "on",
    "9" * 400,
    "\ufffe",
)
_VALUES: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    2**31,
    2**53 + 1,
    2**63,
    2**64,
    10**400,
    0.5,
    -0.0,
    1e308,
    [],
    {},
    [[]],
    [None],
    {"": None},
    ["a"] * 2000,
    {"a": {"b": {}}},
)
_HEADERS = (
    ("accept", "text/html, */*;q=0.x"),
    ("accept", "application/json;odata.metadata=full"),
    ("accept", "image/png"),
    ("accept", ",;,"),
    ("accept-language", "fr-" * 1000),
    ("accept-language", "\xe9"),
    ("accept-encoding", "gzip, br, \xff"),
    ("if-match", '""'),
    ("if-match", "*, W/"),
    ("if-match", "x" * 4000),
    ("if-none-match", "*"),
    ("if-modified-since", "yesterday"),
    ("range", "bytes=0-0,5-,-9"),
    ("client-request-id", "\xe9" * 200),
    ("cookie", "a"),
    ("cookie", "teamshelf-language=%00; teamshelf-theme=<b>"),
    ("cookie", "=;;=" * 50),
    ("authorization", "Bearer \xff"),
    ("authorization", "bearer"),
    ("authorization", "Basic Og=="),
    ("content-type", ""),
    ("content-type", "multipart/form-data"),
    ("content-type", "multipart/form-data; boundary=" + "b" * 300),
    ("content-type", "application/json; charset=utf-16"),
    ("content-type", "application/x-www-form-urlencoded; charset=x"),
    ("content-type", "\xff/\xfe"),
    ("content-encoding", "gzip"),
    ("hx-request", "true"),
    ("hx-current-url", "http://evil.example/\xff"),
    ("x-forwarded-host", "evil.example"),
    ("x-forwarded-for", "x, y"),
    ("forwarded", "host=evil.example;proto=javascript"),
    ("x-http-method-override", "DELETE"),
    ("prefer", "return=x"),
    ("origin", "null"),
    ("sec-fetch-site", "cross-site"),
    ("x-identity-header", "x" * 5000),
    ("referer", "http://evil.example/\xff"),
    ("te", "trailers"),
)


def mutated(sent: Sent, random: Random, known: Sequence[str]) -> Sent:
    """The request with one to three parts changed."""
    for _ in range(random.choice((1, 1, 2, 3))):
        parts = [_other_path, _other_query, _other_query, _other_header]
        if sent.method not in ("GET", "HEAD"):
            parts += [_other_body] * 5
        sent = random.choice(parts)(sent, random, known)
    return sent


def _other_path(sent: Sent, random: Random, known: Sequence[str]) -> Sent:
    path, mark, query = sent.target.partition("?")
    segments = path.split("/")
    at = random.randrange(1, len(segments))
    if random.random() < 0.5:
        segments[-1 if random.random() < 0.5 else at] = random.choice(known or ("x",)).replace(" ", "%20")
    elif random.random() < 0.5:
        segments[at] = random.choice(_SEGMENTS)
    elif random.random() < 0.5:
        segments[at] = quote_from_bytes(random.randbytes(random.randrange(1, 40)), safe="")
    else:
        segments.insert(at, random.choice(("", ".", "..", random.choice(_SEGMENTS))))
    return structs.replace(sent, target="/".join(segments) + mark + query)


def _other_query(sent: Sent, random: Random, known: Sequence[str]) -> Sent:
    path, _, query = sent.target.partition("?")
    pairs = [pair for pair in query.split("&") if pair]
    value = random.choice((*_TEXTS, *known[:20]))[:6000]
    if pairs and random.random() < 0.7:
        at = random.randrange(len(pairs))
        name = pairs[at].partition("=")[0]
        pairs[at] = random.choice(
            (
                f"{name}={quote_from_bytes(value.encode())}",
                f"{name}=%FF",
                f"{name}",
                f"{pairs[at]}&{pairs[at]}",
                "=",
                "%00=%00",
            )
        )
    else:
        pairs.append(
            random.choice((f"lang={quote_from_bytes(value.encode())}", "%24filter=x", "=&" * 300, "a=%zz", "%FF"))
        )
    return structs.replace(sent, target=f"{path}?{'&'.join(pairs)}")


def _other_header(sent: Sent, random: Random, known: Sequence[str]) -> Sent:
    del known
    name, value = random.choice(_HEADERS)
    kept = tuple(each for each in sent.headers if each[0].lower() != name or random.random() < 0.2)
    return structs.replace(sent, headers=(*kept, (name, value)))


def _other_body(sent: Sent, random: Random, known: Sequence[str]) -> Sent:
    kind = next((value for name, value in sent.headers if name.lower() == "content-type"), "")
    body = sent.body
    if random.random() < 0.15:
        body = _other_bytes(body, random)
    elif "json" in kind:
        body = _other_json(body, random, known)
    elif "urlencoded" in kind:
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True) or [("x", "")]
        at = random.randrange(len(pairs))
        pairs[at] = (pairs[at][0], random.choice((*_TEXTS, *known[:20])))
        if random.random() < 0.2:
            pairs.append(random.choice(pairs))
        body = urlencode(pairs).encode()
    else:
        body = _other_bytes(body, random)
    return structs.replace(sent, body=body)


def _other_json(body: bytes, random: Random, known: Sequence[str]) -> bytes:
    try:
        root = {"root": json.loads(body)}
    except (ValueError, RecursionError):
        return _other_bytes(body, random)
    places: list[tuple[Any, Any]] = []
    waiting: list[Any] = [root]
    while waiting:
        each = waiting.pop()
        keys = list(each) if isinstance(each, dict) else range(len(each))
        places += [(each, key) for key in keys]
        waiting += [each[key] for key in keys if isinstance(each[key], (dict, list))]
    holder, key = random.choice(places)
    holder[key] = random.choice((*_VALUES, *_TEXTS, *_TEXTS, *known[:20]))
    text = json.dumps(root["root"])
    if random.random() < 0.1:
        text = random.choice(
            (text.replace('"', '"\\ud800', 1), "[" * 3000, text + text, text.replace("{", '{"a":1,"a":2,', 1))
        )
    return text.encode()


def _other_bytes(body: bytes, random: Random) -> bytes:
    made = bytearray(body or b"\x00")
    for _ in range(random.choice((1, 1, 3, 10))):
        at = random.randrange(len(made)) if made else 0
        match random.randrange(4):
            case 0 if made:
                made[at] = random.randrange(256)
            case 1:
                del made[at : at + random.randrange(1, 20)]
            case 2:
                made[at:at] = made[at : at + random.randrange(1, 20)]
            case _:
                made[at:at] = random.randbytes(random.randrange(1, 8))
    return bytes(made)
