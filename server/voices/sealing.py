"""Write and seal: once a child is done, this phone cannot show the words again without a fresh code (H4)."""

from starlette.responses import Response

from server.core.errors import see_other
from server.people.access import COOKIE
from server.people.models import Device


def sealed(device: Device, path: str) -> Response:
    """Close this phone's way in and go to a page that anyone may see.

    Taking the cookie away is also what makes browsers throw out the pages that Back would show.
    """
    device.close()
    answer = see_other(path)
    answer.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="lax")
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer
