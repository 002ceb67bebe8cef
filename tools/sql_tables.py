"""Which tables a piece of SQL names. A reader of words, not a parser: it knows the few statements
that name tables, and sees a table where a careful person would."""
import re

IDENT = r'["`\[]?([A-Za-z_{][\w{}$]*)["`\]]?(?:\s*\.\s*["`\[]?([A-Za-z_{][\w{}$]*)["`\]]?)?'
STARTS_LIKE_SQL = re.compile(
    r"\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|WITH|REPLACE)\b\s", re.IGNORECASE)
NAMES_A_TABLE = re.compile(
    r"\b(?P<word>FROM|JOIN|INTO|UPDATE|REFERENCES|TABLE(?:\s+IF(?:\s+NOT)?\s+EXISTS)?"
    rf"|INDEX\s+(?:IF\s+NOT\s+EXISTS\s+)?[\w\"`.]+\s+ON)\s+(?P<names>{IDENT}(?:\s*\()?"
    r"(?:(?:\s+(?:AS\s+)?(?!(?:WHERE|ON|SET|JOIN|LEFT|ORDER|GROUP)\b)\w+)?"
    rf"\s*,\s*{IDENT}"
    r"(?=[\s,;)]|$))*)",
    re.IGNORECASE)
NAMES_A_SUBQUERY = re.compile(
    r"(?:\bWITH(?:\s+RECURSIVE)?|,)\s+(\w+)\s*(?:\([^()]*\)\s*)?"
    r"AS\s*(?:NOT\s+)?(?:MATERIALIZED\s*)?\(", re.IGNORECASE)
NOT_A_TABLE_BEFORE = re.compile(r"(\bDISTINCT|\bFOR|\bDO|\bON)\s+$", re.IGNORECASE)
FUNCTIONS = {"json_each", "json_tree", "generate_series", "unnest", "pragma_table_info"}
KEYWORDS = {"set", "select", "values", "if", "of", "or", "rollback", "skip", "nowait", "now"}


def tables_in(sql: str, surely_sql: bool = False) -> list[str]:
    """The tables in order of appearance. A string that does not start like SQL counts only where
    its keywords are in capitals, so that English sentences are left alone."""
    text = re.sub(r"--[^\n]*|/\*.*?\*/", " ", sql, flags=re.DOTALL)
    text = re.sub(r"'(?:''|[^'])*'", "''", text)
    text = re.sub(r"\b(?:EXTRACT|TRIM|SUBSTRING)\s*\([^)]*\)", " ", text, flags=re.IGNORECASE)
    strict = surely_sql or STARTS_LIKE_SQL.match(text)
    local = {name.lower() for name in NAMES_A_SUBQUERY.findall(text)}
    found = []
    for match in NAMES_A_TABLE.finditer(text):
        word = match["word"]
        if not strict and not word.isupper():
            continue
        if NOT_A_TABLE_BEFORE.search(text[: match.start()]) and word.upper() in ("FROM", "UPDATE"):
            continue
        is_from = word.upper() in ("FROM", "JOIN")
        for part in match["names"].split(","):
            name = re.match(r"\s*" + IDENT, part)
            table = (name[2] or name[1]).lower() if name else ""
            is_call = is_from and "(" in part and table in FUNCTIONS
            if table and table not in local | KEYWORDS and not is_call:
                found.append(table)
    return found
