"""The plain way, in Python, as a script would do it: one request after another over a connection that is kept (as
requests.Session keeps it), each answer whole in memory and decoded to dicts, a pause after each answer of the supplier.
What it measures itself it prints as JSON.
  plain.py fetch URL PAGES PAUSE_SECONDS    pages of the supplier, one after another
  plain.py index FOLDER lean|rows           pages from files into a dict by SKU: the stock, or the whole row
  plain.py read URL CA_FILE                 the store's products, 100 a page
  plain.py write URL CA_FILE COUNT          another quantity for the first COUNT products, 100 a batch
"""
import base64
import http.client
import json
import pathlib
import ssl
import sys
import time
import urllib.parse


class Session:
    def __init__(self, url, headers, ca_file=None):
        parts = urllib.parse.urlsplit(url)
        self.headers = dict(headers, **{"Content-Type": "application/json"})
        if parts.scheme == "https":
            context = ssl.create_default_context(cafile=ca_file)
            self.connection = http.client.HTTPSConnection(parts.hostname, parts.port, context=context, timeout=120)
        else:
            self.connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=120)

    def request(self, method, path, body=None):
        data = None if body is None else json.dumps(body)
        self.connection.request(method, path, data, self.headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            sys.exit(f"{method} {path}: {answer.status}")
        return json.loads(text)


def by_sku(products, whole, index):
    for product in products:
        index[product["sku"].strip().lower()] = product if whole else int(product["stock_qty"])


def fetch(url, pages, pause):
    session = Session(url, {})
    token = session.request("POST", "/auth", {"email": "owner@example.com", "password": "sandbox-password"})["token"]
    session.headers["Authorization"] = f"jwt {token}"
    stock = {}
    for page in range(1, pages + 1):
        by_sku(session.request("GET", f"/v2/products?page_no={page}&limit=200")["result"], False, stock)
        time.sleep(pause)
    return stock


def index_files(folder, whole):
    index = {}
    for file in sorted(pathlib.Path(folder).glob("*.json")):
        by_sku(json.loads(file.read_bytes())["result"], whole, index)
    return index


def store_session(url, ca_file):
    return Session(url, {"Authorization": "Basic " + base64.b64encode(b"ck_rw:cs_rw").decode()}, ca_file)


def read_store(session, enough=sys.maxsize):
    products = {}
    page = 1
    while len(products) < enough:
        rows = session.request("GET", f"/wp-json/wc/v3/products?orderby=id&order=asc&per_page=100&page={page}")
        for row in rows:
            sold = [row]
            if row["type"] == "variable":
                sold = session.request("GET", f"/wp-json/wc/v3/products/{row['id']}/variations?per_page=100")
            for one in sold:
                products[one["sku"].lower()] = (one["id"], one["stock_quantity"])
        if len(rows) < 100:
            break
        page += 1
    return products


def write_store(url, ca_file, count):
    session = store_session(url, ca_file)
    products = list(read_store(session, count).values())[:count]
    began = time.monotonic()
    for first in range(0, len(products), 100):
        items = [{"id": product, "stock_quantity": stock + 1} for product, stock in products[first:first + 100]]
        session.request("POST", "/wp-json/wc/v3/products/batch", {"update": items})
    return {"count": len(products), "seconds": time.monotonic() - began}


def main():
    what, where = sys.argv[1:3]
    began = time.monotonic()
    if what == "fetch":
        done = {"count": len(fetch(where, int(sys.argv[3]), float(sys.argv[4])))}
    elif what == "index":
        done = {"count": len(index_files(where, sys.argv[3] == "rows"))}
    elif what == "read":
        done = {"count": len(read_store(store_session(where, sys.argv[3])))}
    else:
        done = write_store(where, sys.argv[3], int(sys.argv[4]))
    print(json.dumps({"seconds": time.monotonic() - began, **done}))


main()
