<?php
// The plain way, in PHP, as a plugin would do it: one request after another, each answer whole in memory and decoded to
// associative arrays, a pause after each answer of the supplier. What it measures itself it prints as JSON.
//   plain.php fetch URL PAGES PAUSE_SECONDS    pages of the supplier, one after another
//   plain.php index FOLDER lean|rows           pages from files into an array by SKU: the stock, or the whole row
//   plain.php read URL CA_FILE PAUSE_SECONDS   the store's products, 100 a page
//   plain.php write URL CA_FILE COUNT          another quantity for the first COUNT products, 100 a batch

function request(string $method, string $url, array $headers, string $body = '', string $ca_file = ''): string
{
    $context = stream_context_create([
        'http' => ['method' => $method, 'header' => $headers, 'content' => $body, 'timeout' => 120],
        'ssl' => $ca_file === '' ? [] : ['cafile' => $ca_file],
    ]);
    $answer = file_get_contents($url, false, $context);
    if ($answer === false) {
        exit(1);
    }
    return $answer;
}

function by_sku(array $products, bool $whole, array &$index): void
{
    foreach ($products as $product) {
        $index[strtolower(trim($product['sku']))] = $whole ? $product : (int)$product['stock_qty'];
    }
}

function fetch(string $url, int $pages, float $pause): array
{
    $credentials = json_encode(['email' => 'owner@example.com', 'password' => 'sandbox-password']);
    $signed_in = json_decode(request('POST', "$url/auth", ['Content-Type: application/json'], $credentials), true);
    $stock = [];
    for ($page = 1; $page <= $pages; $page++) {
        $answer = request('GET', "$url/v2/products?page_no=$page&limit=200", ['Authorization: jwt ' . $signed_in['token']]);
        by_sku(json_decode($answer, true)['result'], false, $stock);
        usleep((int)($pause * 1e6));
    }
    return $stock;
}

function index_files(string $folder, bool $whole): array
{
    $index = [];
    foreach (glob("$folder/*.json") as $file) {
        by_sku(json_decode(file_get_contents($file), true)['result'], $whole, $index);
    }
    return $index;
}

function store_headers(): array
{
    return ['Authorization: Basic ' . base64_encode('ck_rw:cs_rw'), 'Content-Type: application/json'];
}

function read_store(string $url, string $ca_file, float $pause = 0, int $enough = PHP_INT_MAX): array
{
    $products = [];
    for ($page = 1; count($products) < $enough; $page++) {
        $answer = request('GET', "$url/wp-json/wc/v3/products?orderby=id&order=asc&per_page=100&page=$page", store_headers(), '', $ca_file);
        $rows = json_decode($answer, true);
        usleep((int)($pause * 1e6));
        foreach ($rows as $row) {
            $sold = [$row];
            if ($row['type'] === 'variable') {
                $of_it = "$url/wp-json/wc/v3/products/{$row['id']}/variations?per_page=100";
                $sold = json_decode(request('GET', $of_it, store_headers(), '', $ca_file), true);
                usleep((int)($pause * 1e6));
            }
            foreach ($sold as $one) {
                $products[strtolower($one['sku'])] = ['id' => $one['id'], 'stock' => $one['stock_quantity']];
            }
        }
        if (count($rows) < 100) {
            break;
        }
    }
    return $products;
}

function write_store(string $url, string $ca_file, int $count): array
{
    $products = array_slice(read_store($url, $ca_file, 0, $count), 0, $count);
    $began = microtime(true);
    foreach (array_chunk($products, 100) as $batch) {
        $items = array_map(fn($product) => ['id' => $product['id'], 'stock_quantity' => $product['stock'] + 1], $batch);
        $body = json_encode(['update' => $items]);
        json_decode(request('POST', "$url/wp-json/wc/v3/products/batch", store_headers(), $body, $ca_file), true);
    }
    return ['count' => count($products), 'seconds' => microtime(true) - $began];
}

[, $what, $from] = $argv;
$began = microtime(true);
$done = match ($what) {
    'fetch' => ['count' => count(fetch($from, (int)$argv[3], (float)$argv[4]))],
    'index' => ['count' => count(index_files($from, $argv[3] === 'rows'))],
    'read' => ['count' => count(read_store($from, $argv[3], (float)$argv[4]))],
    'write' => write_store($from, $argv[3], (int)$argv[4]),
};
echo json_encode($done + ['seconds' => microtime(true) - $began]), "\n";
