"""The suite three times: as locked, at the lower bounds, and with the newest of everything.

`make matrix`, or `make matrix NEWEST=path/of/a/python`. It takes a quarter of an hour, and CI does
not wait for it.

1. the locked versions, with psycopg 3
2. the lowest direct versions that pyproject.toml allows, with psycopg2, on the Python at hand
3. the newest versions, with psycopg 3, on the newest Python that is to be had
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".matrix"
NEWER = [f"python3.{minor}" for minor in range(15, sys.version_info.minor, -1)]
SUITE = ("-m", "pytest", "-q", "-n", "4", "--dist", "loadgroup")


def main(newest: str | None) -> int:
    """Run all three and print how each went; 0 where all passed."""
    python = newest or newest_python()
    if python is None:
        print(f"No newer Python than {sys.version.split()[0]} was found: NEWEST=… names one.")
    runs = (
        ("locked, psycopg 3", Path(sys.executable), "psycopg"),
        ("lowest, psycopg2", made("lowest", sys.executable, "lowest-direct"), "psycopg2"),
        ("newest, psycopg 3", made("newest", python or sys.executable, "highest"), "psycopg"),
    )
    ended = [(name, version(used), suite(used, driver)) for name, used, driver in runs]
    print()
    for name, shown, (status, line) in ended:
        print(f"{name}, Python {shown}: {line} (exit {status})")
    return max(status for _, _, (status, _) in ended)


def newest_python() -> str | None:
    """The newest Python that starts, on PATH or among pyenv's; None where none is newer than this.

    Those of pyenv that are not switched on are on PATH too, as commands that only say so.
    """
    kept = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    for name in NEWER:
        number = name.removeprefix("python")
        places = [os.environ.get("PATH", ""), *map(str, sorted(kept.glob(f"{number}*/bin")))]
        for place in places:
            path = shutil.which(name, path=place)
            if path and not subprocess.call([path, "--version"], stderr=subprocess.DEVNULL):
                return path
    return None


def made(name: str, python: str, resolution: str) -> Path:
    """The Python of an environment with the direct requirements resolved in that way."""
    folder = FOLDER / name
    required = FOLDER / f"{name}.txt"
    FOLDER.mkdir(exist_ok=True)
    of_this = ("--python", python)
    uv("pip", "compile", "--quiet", "--upgrade", "--no-header", "--no-annotate",
       "--all-extras", "--group", "pyproject.toml:dev", "pyproject.toml",
       "--resolution", resolution, *of_this, "-o", str(required))  # fmt: skip
    uv("venv", "--quiet", "--clear", *of_this, str(folder))
    used = folder / "bin" / "python"
    uv("pip", "install", "--quiet", "--python", str(used), "-r", str(required))
    return used


def uv(*arguments: str) -> None:
    """Run uv, the one on PATH or the one that the set-up installed."""
    there = shutil.which("uv") or str(Path(sys.executable).with_name("uv"))
    subprocess.run([there, *arguments], cwd=ROOT, check=True)


def version(python: Path) -> str:
    """Which Python it is."""
    asked = ("-c", "import platform; print(platform.python_version())")
    return subprocess.check_output([python, *asked], text=True).strip()


def suite(python: Path, driver: str) -> tuple[int, str]:
    """The exit status, and the line that the suite closes with."""
    environment = os.environ | {"TEST_POSTGRES_DRIVER": driver}
    lines: Sequence[str] = ["nothing was printed"]
    with subprocess.Popen(
        [python, *SUITE], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        for line in running.stdout:
            print(line, end="", flush=True)
            lines = [line.strip("= \n")] if line.strip() else lines
    return running.returncode, lines[0]


if __name__ == "__main__":
    sys.exit(main(next(iter(sys.argv[1:]), None) or None))
