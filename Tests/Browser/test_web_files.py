"""The third-party web files work under the strict content-security policy that the server sends."""

import functools
import http.server
import threading

import pytest

from conftest import ROOT, picture

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

PAGES = {
    "/style.css": ("text/css", "#map { width: 700px; height: 600px }"),
    "/map": (
        "text/html",
        '<!doctype html><title>map</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/style.css">'
        '<div id="map" data-echarts="/assets/echarts.js"></div><script type="module" src="/map.js"></script>',
    ),
    "/map.js": (
        "text/javascript",
        """
        const echarts = await import(document.getElementById('map').dataset.echarts);
        const answer = await fetch('/assets/hunan-counties.geojson');
        echarts.registerMap('hunan', await answer.json());
        const chart = echarts.init(document.getElementById('map'));
        chart.on('finished', () => { document.body.dataset.drawn = echarts.version });
        chart.setOption({
            tooltip: { renderMode: 'richText' },
            visualMap: { min: 0, max: 10, show: false },
            series: [{ type: 'map', map: 'hunan', nameProperty: 'adcode', label: { show: false },
                       data: [{ name: '430102', value: 9 }, { name: '430182', value: 4 }] }],
        });
        chart.dispatchAction({ type: 'showTip', seriesIndex: 0, name: '430102' });
        """,
    ),
    "/live": (
        "text/html",
        '<!doctype html><title>live</title><link rel="icon" href="data:,">'
        """<meta name="htmx-config" content='{"includeIndicatorStyles":false,"allowEval":false}'>"""
        '<script src="/assets/htmx.js"></script><script src="/assets/htmx-sse.js"></script>'
        '<div hx-ext="sse" sse-connect="/events"><p id="news" hx-get="/fragment" hx-trigger="sse:worklist" hx-swap="innerHTML">old</p></div>',
    ),
    "/events": ("text/event-stream", "event: worklist\ndata: 1\n\n"),
    "/fragment": ("text/html", "<b>new</b>"),
}

ASSETS = {
    "/assets/echarts.js": ".setup/web/echarts.js",
    "/assets/htmx.js": ".setup/web/htmx.js",
    "/assets/htmx-sse.js": ".setup/web/htmx-sse.js",
    "/assets/hunan-counties.geojson": ".setup/boundaries/hunan-counties.geojson",
}

CLOSING = threading.Event()


class Pages(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path in ASSETS:
            path = ROOT / ASSETS[self.path]
            kind, body = "text/javascript" if path.suffix == ".js" else "application/geo+json", path.read_bytes()
        else:
            kind, text = PAGES[self.path]
            body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        if kind != "text/event-stream":
            self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)
        if kind == "text/event-stream":
            self.wfile.flush()
            CLOSING.wait()  # a stream that ends is reported as an error: keep it open until the tests are done

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def site():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    CLOSING.set()
    server.shutdown()


def test_echarts_draws_the_county_map_as_a_module(site, visitor):
    page = visitor()
    page.goto(site + "/map")
    page.wait_for_selector("body[data-drawn^='6.']")
    picture(page, "web-files-map")


def test_htmx_fetches_again_when_the_server_sends_a_topic(site, visitor):
    page = visitor()
    page.goto(site + "/live")
    page.wait_for_selector("#news b:has-text('new')")
