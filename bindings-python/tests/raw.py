"""The raw module as a host of its own, to compare with: the same engine by another way."""

import json
from pathlib import Path
from typing import Any, cast

from wasmtime import Func, Instance, Memory, Module, Store


class Engine:
    """One instance of the module."""

    def __init__(self, module: Path) -> None:
        self.store = Store()
        compiled = Module.from_file(self.store.engine, str(module))
        assert not compiled.imports, "the module asks its host for nothing"
        exports = Instance(self.store, compiled, []).exports(self.store)
        self.memory = cast(Memory, exports["memory"])
        self.exports = exports

    def call(self, name: str, *arguments: int | bytes) -> Any:
        """Calls with buffers for bytes, and reads the envelope."""
        given = [a if isinstance(a, int) else self.buffer(a) for a in arguments]
        at = self.raw(name, *given)
        length = int.from_bytes(self.memory.read(self.store, at, at + 4), "little")
        envelope = json.loads(self.memory.read(self.store, at + 4, at + 4 + length))
        for buffer, argument in zip(given, arguments, strict=True):
            if not isinstance(argument, int):
                self.raw("free", buffer)
        self.raw("free", at)
        return envelope

    def buffer(self, content: bytes) -> int:
        at = self.raw("alloc", len(content))
        self.memory.write(self.store, content, at + 4)
        return at

    def raw(self, name: str, *arguments: int) -> int:
        return cast(int, cast(Func, self.exports[name])(self.store, *arguments))
