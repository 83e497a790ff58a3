"""YAML that a person wrote: a key twice, endless nesting and multiplying aliases are errors, never surprises."""

import yaml

MOST, DEEPEST = 100_000, 50  # values with every alias written out, and levels
TOO_DEEP = "các mục lồng nhau quá sâu. Bỏ bớt dấu ngoặc, bậc thụt dòng, hoặc dấu * trỏ về chính nó."


class YamlError(ValueError):
    """Text that is no sound YAML; the message gives the place and never what stands there."""


class OtherFileError(YamlError):
    """A file of another kind: not one of the expected keys is in it."""


class _Strict(yaml.SafeLoader):
    """YAML in which a key written twice is an error, not a silent choice of the last, and so is a level too many."""

    level = 0

    def compose_node(self, parent, index):
        """The next node; YamlError below too many levels, at once: reading takes the longer the deeper it is."""
        self.level += 1
        if self.level > DEEPEST + 1:
            raise YamlError(TOO_DEEP)
        node = super().compose_node(parent, index)
        self.level -= 1
        return node

    def construct_mapping(self, node, deep=False):
        """The mapping of a node; YamlError names a repeated key and its line."""
        seen = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                raise YamlError(f"dòng {key.start_mark.line + 1}: khóa «{key.value}» viết hai lần. Giữ lại một.")
            seen.add(key.value if isinstance(key, yaml.ScalarNode) else key)
        return super().construct_mapping(node, deep)


def parsed(text, known=()):
    """The value that a YAML text holds; {} for an empty one.

    With ``known`` the text must be a mapping with one of these keys at least, else OtherFileError: what is in a file of
    another kind, a raw file say, then stands in no message. Raises YamlError for everything that is not sound.
    """
    loader = None
    try:
        loader = _Strict(text)
        root = loader.get_single_node()
        if root is None:
            return {}
        if known and not _has_one_of(root, known):
            raise OtherFileError("không có khóa nào của loại tệp này.")
        _size(root, {})
        return loader.construct_document(root)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"dòng {mark.line + 1}, cột {mark.column + 1}" if mark else "không rõ dòng"
        raise YamlError(f"{place}: không phải YAML hợp lệ. Kiểm tra thụt dòng và dấu hai chấm.") from error
    except (AttributeError, TypeError, OverflowError) as error:  # what PyYAML says of values such as !!timestamp x
        raise YamlError("có một giá trị ngày hoặc số viết sai. Đặt giá trị trong dấu nháy.") from error
    except ValueError as error:
        raise error if isinstance(error, YamlError) else YamlError("có ngày hoặc số không có thật. Sửa lại.") from error
    finally:
        loader and loader.dispose()


def _has_one_of(root, known):
    return isinstance(root, yaml.MappingNode) and any(key.value in known for key, _ in root.value if key.id == "scalar")


def _size(node, sizes, depth=0):
    """Number of values under a node with its aliases written out; YamlError beyond what a person writes."""
    if depth > DEEPEST or sizes.get(node) == 0:
        raise YamlError(TOO_DEEP)
    if node not in sizes:
        sizes[node] = 0  # until it is known: met again before that, the node holds itself
        parts = () if node.id == "scalar" else node.value
        inside = [part for item in parts for part in (item if isinstance(item, tuple) else (item,))]
        sizes[node] = 1 + sum(_size(part, sizes, depth + 1) for part in inside)
    if sizes[node] > MOST:
        raise YamlError("dấu & và * nhân nội dung lên quá nhiều lần. Viết thẳng các giá trị.")
    return sizes[node]
