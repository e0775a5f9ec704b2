"""The tiles of the map, for everybody who is logged in: streets are no secret of any organization."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.generic import View

from zones.basemap import tiles

FOR_GOOD = "private, max-age=31536000, immutable"
ASK_AGAIN = "private, no-cache"
CONTENT_TYPE = "application/vnd.mapbox-vector-tile"


class TileView(LoginRequiredMixin, View):
    """`GET /tiles/<zoom>/<x>/<y>.mvt?v=<version>`: a vector tile, 512 pixels wide; 204 where there is nothing.

    A browser that names the version in use keeps the tile for good; others ask again, and get 304 while it holds.
    """

    http_method_names = ["get", "head"]
    raise_exception = True

    def get(self, request: HttpRequest, zoom: int, x: int, y: int) -> HttpResponseBase:
        if not tiles.exists(zoom, x, y):
            raise Http404
        version = tiles.current_version()
        headers = {"Cache-Control": FOR_GOOD if request.GET.get("v") == version else ASK_AGAIN}
        if version is None:
            return HttpResponse(status=204, headers=headers)
        unchanged = get_conditional_response(request, etag=f'"{version}"')
        if unchanged is not None:
            return unchanged
        tile = tiles.tile(version, zoom, x, y)
        headers["ETag"] = f'"{tile.version}"'
        return HttpResponse(tile.body, CONTENT_TYPE, 200 if tile.body else 204, headers=headers)
