"""Every column says what it holds and why, and people's words are never kept readable. promise: P5, K1"""

from collections.abc import Iterator

import pytest
from sqlmodel import SQLModel

import server.app
from server.core.encryption import faces

assert server.app.ROUTES
KINDS = {"id", "link", "time", "state", "setting", "secret", "words"}


def models(kind: type[SQLModel] = SQLModel) -> Iterator[type[SQLModel]]:
    for model in kind.__subclasses__():
        if model.__dict__.get("__table__") is not None and model.__module__.startswith("server."):
            yield model
        yield from models(model)


MODELS = list(dict.fromkeys(models()))


@pytest.mark.parametrize("model", MODELS)
def test_every_column_is_classified(model):
    columns = {column.name for column in model.__table__.columns}
    said = model.classified
    inherited = {"made_at": "time", "family_id": "link", "id": "id"}
    assert said.keys() <= columns, f"classified but not there: {said.keys() - columns}"
    assert columns - said.keys() <= inherited.keys(), f"not classified: {columns - said.keys()}"
    assert {line.split(":")[0] for line in said.values()} <= KINDS
    sealed = {name for name, line in said.items() if line.startswith("words")}
    assert sealed == {face.column for face in faces(model).values()}, "words are sealed, and only words"


@pytest.mark.parametrize("model", MODELS)
def test_a_row_refuses_a_name_it_does_not_know(model):
    if hasattr(model, "classified") and "Row" in {kind.__name__ for kind in model.__mro__}:
        with pytest.raises(TypeError, match="has no"):
            model(no_such_thing="x")
