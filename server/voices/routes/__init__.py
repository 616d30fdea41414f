"""Every page of this room."""

from server.voices.cards import register
from server.voices.routes.after import after
from server.voices.routes.asks import asks
from server.voices.routes.hearing import hearing
from server.voices.routes.mine import mine
from server.voices.routes.questions import questions
from server.voices.routes.reading import reading
from server.voices.routes.talk import talk
from server.voices.routes.telling import telling

register()
voices = (mine, questions, hearing, after, talk, reading, telling, asks)
