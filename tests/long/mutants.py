"""Small deliberate faults in a module, one at a time: each is a module source that a good test must refuse."""

import ast
import copy
from collections.abc import Callable, Iterator

FLIPPED: dict[type, type] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.GtE: ast.Gt,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Sub: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
Change = Callable[[ast.AST], None]


def mutants(source: str, swaps: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """(what was changed, the whole changed source). `swaps`: names that may stand for each other in a call."""
    tree = ast.parse(source)
    for place, node in enumerate(ast.walk(tree)):
        for what, change in faults(node, swaps):
            broken = copy.deepcopy(tree)
            twin = next(other for index, other in enumerate(ast.walk(broken)) if index == place)
            change(twin)
            line = getattr(node, "lineno", 0)
            yield (
                f"line {line}: {what}: {ast.unparse(node)[:90]}",
                ast.unparse(ast.fix_missing_locations(broken)),
            )


def faults(node: ast.AST, swaps: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, Change]]:
    """Every way this one node can be wrong."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in FLIPPED:
        yield "comparison flipped", lambda n: setattr(n, "ops", [FLIPPED[type(n.ops[0])](), *n.ops[1:]])  # type: ignore[attr-defined]
    if isinstance(node, ast.BoolOp):
        yield "and/or", lambda n: setattr(n, "op", FLIPPED[type(n.op)]())  # type: ignore[attr-defined]
        for index in range(len(node.values)):
            yield f"part {index} dropped", _dropping("values", index)
    if isinstance(node, ast.BinOp) and type(node.op) in FLIPPED:
        yield "set operation", lambda n: setattr(n, "op", FLIPPED[type(n.op)]())  # type: ignore[attr-defined]
    if isinstance(node, ast.Set) and len(node.elts) > 1:
        for index in range(len(node.elts)):
            yield f"element {index} dropped", _dropping("elts", index)
    if isinstance(node, ast.If | ast.IfExp):
        yield "condition negated", lambda n: setattr(n, "test", ast.UnaryOp(ast.Not(), n.test))  # type: ignore[attr-defined]
        yield "condition never", lambda n: setattr(n, "test", ast.Constant(False))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not dropped", lambda n: setattr(n, "op", ast.UAdd())
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield "true/false", lambda n: setattr(n, "value", not n.value)  # type: ignore[attr-defined]
    if isinstance(node, ast.Return) and isinstance(node.value, ast.BoolOp | ast.Compare):
        yield "returns true", lambda n: setattr(n, "value", ast.Constant(True))
        yield "returns false", lambda n: setattr(n, "value", ast.Constant(False))
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Rule":
        yield from _faults_of_rule(node, swaps)


def _faults_of_rule(node: ast.Call, swaps: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, Change]]:
    for index, keyword in enumerate(node.keywords):
        if keyword.arg in ("fields", "made_by"):
            continue
        yield f"{keyword.arg} forgotten", _dropping("keywords", index)
        for other in swaps.get(getattr(keyword.value, "id", ""), ()):
            yield f"{keyword.arg} {other}", _replacing(index, other)


def _dropping(field: str, index: int) -> Change:
    return lambda node: getattr(node, field).pop(index)


def _replacing(index: int, name: str) -> Change:
    def change(node: ast.AST) -> None:
        assert isinstance(node, ast.Call)
        node.keywords[index].value = ast.Name(name)

    return change
