// Whether PHP 7.4 can read every file of the WordPress plugin and has every function of PHP that it calls.
// node check.mjs FOLDER FUNCTION...    FUNCTION: those that the plugin calls and a newer PHP has
import { getPHPLoaderModule } from "@php-wasm/node-7-4";
import { loadPHPRuntime, PHP } from "@php-wasm/universal";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [folder, ...functions] = process.argv.slice(2);
const names = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".php"));
const sources = names.map((name) => [name, readFileSync(join(folder, name), "utf8")]);
const php = new PHP(await loadPHPRuntime(await getPHPLoaderModule(), {}));
php.writeFile("/plugin.json", JSON.stringify({ sources, functions }));
const { text } = await php.run({
  code: `<?php
    $plugin = json_decode(file_get_contents('/plugin.json'), true);
    foreach ($plugin['sources'] as [$name, $source]) {
        try {
            token_get_all($source, TOKEN_PARSE);
        } catch (ParseError $error) {
            echo "$name, line {$error->getLine()}: {$error->getMessage()}\\n";
        }
    }
    foreach ($plugin['functions'] as $name) {
        echo function_exists($name) ? '' : "PHP 7.4 has no $name()\\n";
    }
    echo 'PHP ', PHP_VERSION;`,
});
const version = text.split("\n").pop();
const complaints = text.slice(0, -version.length);
process.stderr.write(complaints);
console.log(`${version}: ${names.length} files, ${functions.length} functions`);
process.exit(names.length > 0 && /^PHP 7\.4\./.test(version) && complaints === "" ? 0 : 1);
