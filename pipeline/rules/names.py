"""What a question is called where one name stands in several groups."""

from collections import Counter

OURS = ("weight", "analysed")  # columns that stand beside the answers


def unique_names(paths):
    """Path (``group/question``, without the form's root) → name: the last step where no other path ends with it.

    A name that several groups use is led by as many of its groups as tell it apart, joined by ``_`` (``gia_dinh/nghe``
    and ``ban_than/nghe`` → ``gia_dinh_nghe``, ``ban_than_nghe``); a question outside of groups keeps its name. Where
    that is another question's name already, a number is added. A name of OURS is led by its group in the same way.
    """
    ends = Counter(path.rsplit("/", 1)[-1] for path in paths)
    plain = {path: path.rsplit("/", 1)[-1] for path in paths}
    found = {path: name for path, name in plain.items() if ends[name] == 1 and name not in OURS}
    taken = {*found.values(), *OURS}
    for path, name in plain.items():
        if path not in found:
            twins = [other.split("/") for other, its in plain.items() if its == name and other != path]
            twins += [[name]] if name in OURS else []
            found[path] = _free(_apart(path.split("/"), twins), taken)
            taken.add(found[path])
    return {path: found[path] for path in paths}


def _apart(steps, twins):
    length = next((n for n in range(1, len(steps)) if all(t[-n:] != steps[-n:] for t in twins)), len(steps))
    return "_".join(steps[-length:])


def _free(name, taken):
    number = 2
    while name in taken:
        name, number = f"{name.removesuffix(f'_{number - 1}')}_{number}", number + 1
    return name
