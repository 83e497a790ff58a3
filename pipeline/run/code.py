"""Which code a step rests on: the modules its notebook imports, followed through the code, each with its functions.

Nothing is imported to find out. `from pipeline import infer` reaches what the file uses of ``infer`` (infer.compare →
the module of compare and all that imports), and the text of every package's __init__ on the way.
"""

import ast
import functools
import hashlib
import json
import os
import threading
from pathlib import Path
from typing import NamedTuple

from pipeline.paths import ROOT
from pipeline.run.steps import FOLDER

PACKAGE = "pipeline"
# words of a module that opens files beside it
READS_BESIDE = (b"__file__", b"_folder=", b"PackageLoader", b"importlib.resources")


_ONE = threading.Lock()  # Python 3.11 loses count where two threads parse at a time


def parsed(text):
    """``ast.parse`` that several threads may call."""
    with _ONE:
        return ast.parse(text)


def digest(content):
    """A short checksum of bytes or text."""
    return hashlib.sha256(content if isinstance(content, bytes) else content.encode()).hexdigest()[:16]


def of_notebook(name, known=None, root=ROOT, folder=FOLDER):
    """Every file of the pipeline that a notebook's code cells reach: path relative to ``root`` → checksum.

    ``known``: what was found for the same notebook before; where no file of it changed the code is not followed again.
    """
    if known and known == _hashed([root / path for path in known if path.endswith(".py")], root):
        return known
    cells = json.loads((folder / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    return of_code(parsed(code), root)


def of_code(tree, root=ROOT):
    """The same of parsed code."""
    modules = reached(_wanted(said(tree), root), root)
    return _hashed([path for name in modules for path in [_path(name, root)] if path], root)


def of_words(words, looks, known=None, root=ROOT):
    """The same of a few lines of code, of the files beside the code those that ``looks`` (patterns) name."""
    if known and known == _looked(_hashed([root / path for path in known if path.endswith(".py")], root), looks):
        return known
    return _looked(of_code(parsed(words), root), looks)


def _looked(found, looks):
    return {path: told for path, told in found.items() if any(Path(path).match(look) for look in ("*.py", *looks))}


def functions(path):
    """The parts of a module: name of a function, class or constant → checksum; "" is all else."""
    found, rest = {}, []
    for node in parsed(path.read_text(encoding="utf-8")).body:
        names = _names(node)
        for name in names:
            found[name] = digest(ast.dump(node))
        rest += [] if names else [ast.dump(node)]
    return found | {"": digest("".join(rest))}


def _names(node):
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _hashed(modules, root):
    """Checksums of modules, and of all other files (templates, styles) of a package where one of them opens such."""
    held = {path: _content(path) for path in modules if path.is_file()}
    packages = {path.parent for path, (_, reads_beside) in held.items() if reads_beside} - {root / PACKAGE}
    data = [p for folder in packages for p in folder.rglob("*") if p.suffix not in (".py", ".pyc") and p.is_file()]
    held |= {path: _content(path) for path in data}
    return {path.relative_to(root).as_posix(): held[path][0] for path in sorted(held)}


def _content(path):
    """Checksum of a file, and whether it opens files beside it."""
    content = path.read_bytes()
    return digest(content), any(word in content for word in READS_BESIDE)


def reached(wanted, root=ROOT):
    """Names of modules that ``wanted`` (names of modules; "package:" is the text of an __init__ alone) reach."""
    found, left, state = set(), list(wanted), _state(root)
    while left:
        name = left.pop()
        if name in found:
            continue
        found.add(name)
        left += _needs(name, root, state)
    return found


def _state(root):
    """Which modules there are and when each was last written: as long as it is the same, each needs what it needed."""
    walked = os.walk(root / PACKAGE)
    paths = [os.path.join(folder, file) for folder, _, files in walked for file in files if file.endswith(".py")]
    return digest("".join(f"{path} {os.lstat(path).st_mtime_ns}\n" for path in sorted(paths)))


def _path(name, root):
    parts = name.removesuffix(":").split(".")
    folder = root.joinpath(*parts)
    file = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    return file if file.is_file() else None


@functools.cache
def _needs(name, root, _state):
    path = _path(name, root)
    if path is None:
        return set()
    above = {f"{name.removesuffix(':').rpartition('.')[0]}:"} - {":"}
    return above | _wanted(_said(path, path.stat().st_mtime_ns, alone=name.endswith(":")), root)


@functools.cache
def _said(path, _changed, *, alone=False):
    """``said`` of a file; with ``alone`` of what it does, as a package's __init__, when it is imported.

    Parsed code is not kept: the more objects there are, the longer Python looks for rubbish among them.
    """
    tree = parsed(path.read_text(encoding="utf-8"))
    return said(_executed(tree) if alone else tree)


def _executed(tree):
    """What an __init__ does when it is imported, beside importing for others and defining."""
    passive = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    active = [node for node in tree.body if not isinstance(node, passive)]
    used = {node.id for one in active for node in ast.walk(one) if isinstance(node, ast.Name)}
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom) and used & _bound(node)]
    return ast.Module([*imports, *active], [])


def _bound(node):
    return {alias.asname or alias.name for alias in node.names}


class Said(NamedTuple):
    """What code says of other modules: its import statements, names used as such, attributes taken of names."""

    imports: tuple = ()
    used: frozenset = frozenset()
    taken: dict = {}


def said(tree):
    """``Said`` of parsed code, wherever it stands in it."""
    nodes = _nodes(tree)
    attributes = [node for node in nodes if isinstance(node, ast.Attribute)]
    owners, taken = {id(node.value) for node in attributes}, {}
    for node in (n for n in attributes if isinstance(n.value, ast.Name)):
        taken.setdefault(node.value.id, set()).add(node.attr)
    used = frozenset(node.id for node in nodes if isinstance(node, ast.Name) and id(node) not in owners)
    return Said(tuple(node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)), used, taken)


def _nodes(tree):
    """All of ``ast.walk`` but how names are used, in half the time: this is most of what it takes to decide."""
    found = [tree]
    for node in found:  # grows while it is gone through
        for field in (name for name in node._fields if name != "ctx"):
            value = getattr(node, field)
            if isinstance(value, ast.AST):
                found.append(value)
            elif isinstance(value, list):
                found += [one for one in value if isinstance(one, ast.AST)]
    return found


def _wanted(told, root):
    """Modules that code asks for in its import statements."""
    found = set()
    for node in told.imports:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.split(".")[0] == PACKAGE}
        elif (node.module or "").split(".")[0] == PACKAGE:
            for alias in node.names:
                found |= _asked(node.module, alias, told, root)
    return found


def _asked(module, alias, told, root):
    """What ``from module import name`` reaches; of a package imported whole, what the code takes of it."""
    whole, name = f"{module}.{alias.name}", alias.asname or alias.name
    if (root.joinpath(*whole.split("."))).is_dir():
        if name in told.used:  # the name itself: then all of it may be used
            return {whole}
        return {f"{whole}:"}.union(*(_offered(whole, one, root) for one in told.taken.get(name, ())))
    if _path(whole, root):
        return {whole}
    return {f"{module}:"} | _offered(module, alias.name, root) if _is_package(module, root) else {module}


def _is_package(module, root):
    return root.joinpath(*module.split(".")).is_dir()


def _offered(package, name, root):
    """The modules behind one name of a package: its own submodule, or what its __init__ imports under the name."""
    if _path(f"{package}.{name}", root):
        return {f"{package}.{name}"}
    path = _path(package, root)
    for node in _said(path, path.stat().st_mtime_ns).imports:
        if isinstance(node, ast.ImportFrom) and name in _bound(node) and (node.module or "").startswith(PACKAGE):
            alias = next(a for a in node.names if (a.asname or a.name) == name)
            return _asked(node.module, alias, Said(used={name}), root)
    return {package}


def folder_of(path):
    """The path of a file of the pipeline as a reader names it."""
    return Path(path).relative_to(PACKAGE).as_posix() if path.startswith(f"{PACKAGE}/") else path
