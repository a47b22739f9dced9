"""Install a wheel into a new environment and run its demo from another folder.

    python tools/try_wheel.py dist/lithograph-0.1.0-py3-none-any.whl

The dependencies come from the environment that runs this, so that nothing is fetched.
"""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import tempfile
import venv
from pathlib import Path


def main(wheel: str) -> int:
    """Exit code of the demo."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        venv.create(home / "env", with_pip=True)
        python = home / "env" / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "-q", "--no-deps", str(Path(wheel).resolve())], check=True)
        purelib = subprocess.run(
            [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], check=True, capture_output=True, text=True
        ).stdout.strip()
        # After the wheel's own folder, so that the package under test comes from the wheel.
        Path(purelib, "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf8")
        elsewhere = home / "elsewhere"
        elsewhere.mkdir()
        found = subprocess.run(
            [python, "-P", "-c", "import lithograph; print(lithograph.__file__)"], cwd=elsewhere, check=True, capture_output=True, text=True
        ).stdout
        if str(home) not in found:
            print(f"the package was imported from {found.strip()}, not from the wheel", file=sys.stderr)
            return 1
        return subprocess.run([home / "env" / "bin" / "lithograph", "demo"], cwd=elsewhere, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
