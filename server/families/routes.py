"""Every page of this room."""

from server.families.around import around
from server.families.hiding import hiding
from server.families.inviting import inviting
from server.families.joining import joining
from server.families.mine import mine
from server.families.table import table

families = (table, joining, inviting, around, hiding, mine)
