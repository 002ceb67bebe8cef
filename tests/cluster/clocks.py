"""Programs whose time of day is wrong; the clock that only counts is left alone."""
import pathlib

# Twice this is nearly what processes bear in each other's tokens (a minute).
APART_SECONDS = 28
# When what happened by the fastest clock is long past.
LATER_SECONDS = APART_SECONDS + 60


def shifted(build: pathlib.Path, seconds: int) -> dict[str, str]:
    """The environment of a program whose clock is so far ahead, behind where negative."""
    return {"LD_PRELOAD": str(build / "tests/libjangteo_wrong_clock.so"),
            "JANGTEO_CLOCK_AHEAD": str(seconds)}
