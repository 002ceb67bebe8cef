"""What schemathesis cannot know of the shop: who asks, and which objects there are."""
import json
import os
import zlib

import schemathesis

WORLD = json.loads(os.environ["JANGTEO_API_WORLD"])
TOKENS, NAMES = WORLD["tokens"], WORLD["names"]
# What these do to whoever asks would end all that follows.
OF_THE_VICTIM = {"disable_me", "change_password"}


def chance(case, salt: str) -> int:
    """The same for the same request in every run."""
    text = f"{salt} {case.operation.method} {case.formatted_path} {case.query} {case.body}"
    return zlib.crc32(text.encode("utf-8", "replace"))


def role_of(operation) -> str:
    definition = operation.definition.raw
    if definition.get("security") == []:
        return ""
    if definition["operationId"] in OF_THE_VICTIM:
        return "victim"
    allowed = definition.get("description", "").removeprefix("Roles: ").split(", ")
    return next((who for role, who in (("customer", "buyer"), ("seller_owner", "seller"),
                                       ("operator", "operator")) if role in allowed), "")


@schemathesis.hook
def before_call(context, case, kwargs):
    """Three of four ids name something that is there."""
    for name in list(case.path_parameters or {}):
        pick = chance(case, name)
        if name in NAMES and NAMES[name] and pick % 4:
            case.path_parameters[name] = NAMES[name][pick // 4 % len(NAMES[name])]
    if isinstance(case.body, dict):
        for name, value in list(case.body.items()):
            if name in NAMES and isinstance(value, str) and chance(case, name) % 4:
                case.body[name] = NAMES[name][0]


@schemathesis.auth(refresh_interval=None)
class Tokens:
    """Whoever may call, mostly; what is sent without a token is schemathesis' own choice."""

    def get(self, case, context):
        role = role_of(case.operation)
        if role in ("buyer", "seller", "operator") and chance(case, "role") % 8 == 0:
            role = ("buyer", "seller", "operator")[chance(case, "other role") % 3]
        return TOKENS.get(role)

    def set(self, case, data, context):
        if data:
            case.headers = {**(case.headers or {}), "Authorization": "Bearer " + data}
