"""Trees for the checks of sizes, flows and words: (name, words that must be reported, files).

None instead of words: the tree must be accepted.
"""
LIST = "tools/size_exemptions.txt"
FILE = "src/kernel/sample.cpp"


def body(lines: int) -> str:
    return "    step();\n" * lines


def function(lines: int, head: str = "void sample()") -> str:
    return f"{head} {{\n{body(lines - 2)}}}\n"


SIZES = [
    ("a file of 400 lines", None, {FILE: "int a;\n" * 400}),
    ("a file of 401 lines", "[file]", {FILE: "int a;\n" * 401}),
    ("a line of 100 columns, in Korean", None, {FILE: "//" + "장" * 98 + "\n"}),
    ("a line of 101 columns", "[columns]", {FILE: "//" + "x" * 99 + "\n"}),
    ("a function of 60 lines", None, {FILE: function(60)}),
    ("a function of 61 lines", "[function]", {FILE: function(61)}),
    ("a long member function with a trailing return type", "[function]",
     {FILE: "struct A {\n" + function(61, "auto f() const -> std::set<int>") + "};\n"}),
    ("a long constructor with initialisers", "[function]",
     {FILE: function(61, "A::A(int a, int b) : a_{a}, b_(b), c_{b}")}),
    ("a long lambda", "[function]", {FILE: "auto f = [&](int a) {\n" + body(60) + "};\n"}),
    ("a long function in a namespace", "[function]",
     {FILE: "namespace a {\n" + function(61, "std::string f(std::span<const int> b)") + "}\n"}),
    ("a long namespace and a long class of short functions", None,
     {FILE: "namespace a {\nclass B {\n" + function(20) * 5 + "};\n}  // namespace a\n"}),
    ("a long table of values", None,
     {FILE: "const std::vector<Row> rows = {\n" + '    {"a", make(1)},\n' * 80 + "};\n"}),
    ("braces inside literals and comments", None,
     {FILE: 'void f() {\n    g("{", \'{\', R"({{)");  // {\n}\n' + function(60)}),
    ("five parameters", None,
     {FILE: "void f(int a, std::map<int, int> b, int c, int d, int e);\n"}),
    ("six parameters in a declaration", "[parameters]",
     {FILE: "void f(int a, int b, int c, int d, int e, int g);\n"}),
    ("six parameters in a definition", "[parameters]",
     {FILE: "void f(int a, int b, int c, int d, int e, int g) {}\n"}),
    ("six parameters in a constructor", "[parameters]",
     {FILE: "struct A {\n    A(int a, int b, int c, int d, int e, int g);\n};\n"}),
    ("a call with many arguments", None, {FILE: "void f() {\n    g(1, 2, 3, 4, 5, 6, 7);\n}\n"}),
    ("a macro with many arguments", None,
     {FILE: "BOOST_DESCRIBE_STRUCT(A, (), (a, b, c), 1, 2, 3, 4)\n"}),
    ("a long function in Python", "[function]",
     {"tools/sample.py": "def f():\n" + "    g()\n" * 60}),
    ("six parameters in Python", "[parameters]",
     {"tools/sample.py": "def f(a, b, c, d, e, g):\n    pass\n"}),

    ("what an exemption allows", None,
     {FILE: "int a;\n" * 450, LIST: f"{FILE} | file | 450 | A table that reads best whole.\n"}),
    ("growth past an exemption", "[file]",
     {FILE: "int a;\n" * 451, LIST: f"{FILE} | file | 450 | A table that reads best whole.\n"}),
    ("an exemption that is larger than what it exempts", "shrank: write 440",
     {FILE: "int a;\n" * 440, LIST: f"{FILE} | file | 450 | A table that reads best whole.\n"}),
    ("an exemption that is no longer needed", "remove the entry",
     {FILE: "int a;\n", LIST: f"{FILE} | file | 450 | A table that reads best whole.\n"}),
    ("an exemption without a reason", "path | rule | size | reason",
     {FILE: "int a;\n", LIST: f"{FILE} | file | 450 |\n"}),
]

USE_CASE = "src/order/app/create_order.cpp"
FLOWS = [
    ("accepts a tree without use cases", None, {"src/kernel/id.hpp": ""}),
    ("accepts a use case with its flow", None,
     {USE_CASE: "", "src/order/app/create_order.hpp": "", "docs/flows/create_order.md":
      "| file | what |\n|---|---|\n| `src/order/app/create_order.{hpp,cpp}` | the handler |\n"}),
    ("accepts a use case that another flow lists", None,
     {USE_CASE: "", "docs/flows/whole_order.md": f"| {USE_CASE} | the first step |\n"}),
    ("refuses a use case that no flow lists", "no flow lists it", {USE_CASE: ""}),
    ("refuses a flow that lists a file that is gone", "there is no src/order/app/ports.hpp",
     {USE_CASE: "", "docs/flows/create_order.md":
      f"| {USE_CASE} | the handler |\n| src/order/app/ports.hpp | the ports |\n"}),
    ("refuses a flow that lists nothing", "lists no files",
     {"docs/flows/create_order.md": "To be written.\n"}),
]

WORDS = [
    ("accepts relative paths and temporary folders", None,
     {"docs/guide.md": "`build/work/x`, `/tmp/jangteo`, `src/root/a`\n"}),
    ("refuses the path of a home folder", "the path of one machine",
     {"docs/guide.md": "See /" + "home/somebody/shop.\n"}),
    ("refuses the path of a work folder", "the path of one machine",
     {"tools/a.py": "open('/" + "work/data.csv')\n"}),
    ("refuses a registry's host", "a registry's host",
     {"tools/a.sh": "curl https://files.python" + "hosted.org/x\n"}),
]
