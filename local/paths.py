"""Where things lie. Everything that is made here goes under .local, which git ignores."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / ".local"
FUNCTIONS = ROOT / "functions"
CLI = ROOT / "cli"
LAUNCHER = ROOT / "bin" / "ecs-compose"
TEMPLATE = ROOT / "template.yaml"
EXAMPLES = ROOT / "examples"
