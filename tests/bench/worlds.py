"""Worlds for the sandbox and inventories for the program, of any size: the same size gives the same world."""
import datetime
import json

STEMS = ("BBQ", "SHELF", "TENT", "KETTLE", "BIN", "LAMP", "CHAIR", "MAT")
TAILS = ("", "-BK", "-WH", "-GREEN", "-X2", "-120CM")


def sku(number):
    return f"{STEMS[number * 7 % 8]}-{number:06d}{TAILS[number * 5 % 6]}"


def stock(number):
    return 0 if number % 8 == 7 else 1 + number * 37 % 200


def price(number):
    return f"{10 + number * 13 % 400}.{number * 29 % 100:02d}"


def sold(position, count, listed):
    """The number at the supplier of what the store sells at this position: spread over the whole catalogue."""
    return position * listed // count


def write_world(path, listed, sold_count=0, changed=0, variations=0):
    """`sold_count` of the supplier's `listed` products are in the store, `changed` of them with another quantity; the last
    `variations` of them are variations, ten to a product."""
    supplier = [{"sku": sku(n), "stock": stock(n), "price": price(n)} for n in range(listed)]
    store = []
    for position in range(sold_count):
        number = sold(position, sold_count, listed)
        outdated = changed > 0 and position * changed // sold_count != (position + 1) * changed // sold_count
        quantity = stock(number) + 3 if outdated else stock(number)
        store.append({"sku": sku(number), "name": f"Product {number}", "price": price(number),
                      "stock_quantity": quantity})
    simple = sold_count - variations
    store[simple:] = [{"type": "variable", "name": "Product in ten sizes", "variations": store[first:first + 10]}
                      for first in range(simple, sold_count, 10)]
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"supplier": {"products": supplier}, "store": {"products": store}}, file)


def write_inventory(path, listed):
    """What `dsz-sync fetch` would write of such a supplier."""
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    with open(path, "w", encoding="utf-8") as file:
        file.write(f'{{\n"format": "dsz-inventory/1", "fetched_at": "{now}", "source": "http://127.0.0.1", '
                   '"mode": "full",\n"products": [')
        for number in range(listed):
            file.write(f'{"," if number else ""}\n{{"sku":"{sku(number)}","stock":{stock(number)},'
                       f'"price":"{price(number)}"}}')
        file.write(f'\n],\n"count": {listed}, "complete": true\n}}\n')
