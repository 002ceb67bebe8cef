"""C++ text for the checks: comments and literals told apart from code, positions kept."""
import re

TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)
      | (?P<raw>R"(?P<tag>[^\s()\\]{0,16})\(.*?\)(?P=tag)")
      | (?P<string>"(?:\\.|[^"\\\n])*")
      | (?P<number>\b\d(?:'?[0-9a-zA-Z.])*)
      | (?P<char>'(?:\\.|[^'\\\n])+')""",
    re.DOTALL | re.VERBOSE,
)


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def without_comments(text: str) -> str:
    return TOKEN.sub(lambda m: _blank(m[0]) if m.lastgroup == "comment" else m[0], text)


def code_only(text: str) -> str:
    """Comments are blanked, and so are the insides of string and character literals."""

    def replace(match: re.Match) -> str:
        if match["number"]:
            return match[0]
        if match["comment"]:
            return _blank(match[0])
        if match["char"]:
            return "0" + " " * (len(match[0]) - 1)
        return '"' + _blank(match[0][1:-1]) + '"'

    return TOKEN.sub(replace, text)


def string_literals(text: str) -> list[tuple[int, str]]:
    """(line, value) of each literal; literals with only space or comments between them are one."""
    found: list[tuple[int, str]] = []
    end = -1
    for match in TOKEN.finditer(text):
        if match["raw"]:
            tag = len(match["tag"])
            value = match[0][3 + tag : -(2 + tag)]
        elif match["string"]:
            value = match[0][1:-1].replace('\\"', '"').replace("\\n", "\n")
        else:
            continue
        between = without_comments(text[end : match.start()]) if end >= 0 else "x"
        if between.strip() == "":
            found[-1] = (found[-1][0], found[-1][1] + value)
        else:
            found.append((line_of(text, match.start()), value))
        end = match.end()
    return found


def line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
