"""`make stop`: ends what the demo started."""

from local import emulator as emulators
from local.demo import FOLDER
from local.problem import Problem, run


def main() -> None:
    emulator = emulators.recall(FOLDER)
    if emulator is None:
        print("Nothing runs.")
        return
    emulators.stop(emulator)
    left = emulators.processes(emulator)
    if left:
        raise Problem(f"These processes did not end: {', '.join(map(str, left))}.")
    emulators.forget(FOLDER)
    print(f"Stopped the emulator on {emulator.url}, and the functions that it ran.")


if __name__ == "__main__":
    run(main)
