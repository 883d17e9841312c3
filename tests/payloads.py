"""Words that try to leave the place where text belongs."""

from __future__ import annotations

PAYLOADS = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    '"><svg onload=alert(1)>',
    "<!--<script>",
    "{{7*7}}{% for x in y %}",
    "a\u2028b\u2029c",
    "\u202egnitirw\u202c \u2066x",
    "' onmouseover='alert(1)",
    "</style><style>*{background:url(http://evil.example/x)}",
    "<a href=http://evil.example>href</a>",
)
