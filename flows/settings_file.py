"""A file of settings in TOML, as its model takes it; what is wrong with it is told without quoting it."""

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from schemas.errors import ConfigurationError

Model = TypeVar("Model", bound=BaseModel)


def read_settings(path: Path, model: type[Model], unreadable: type[ConfigurationError]) -> Model:
    """Read the file; raise `unreadable` naming the lines, never what they say."""
    try:
        return model.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError:
        reason = "it cannot be opened"
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        reason = "it is not TOML"
    except ValidationError as error:
        reason = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['type']}" for each in error.errors())
    raise unreadable(reason)
