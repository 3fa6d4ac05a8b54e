<?php

namespace DszSync\Dashboard;

defined('ABSPATH') || exit;

/**
 * What status.json says. Whoever can write that file can put anything into it: each value is asked for with its type,
 * and one of another type is absent.
 */
final class Status
{
    private const FORMAT = 'dsz-status';
    private const SCHEMA_VERSION = 1;
    private const MAX_BYTES = 262144;
    private const MAX_DEPTH = 16;

    /** @var array<mixed> */
    private $document;

    /** @param array<mixed> $document */
    private function __construct(array $document)
    {
        $this->document = $document;
    }

    /**
     * @return self|string the status, or one sentence: why there is none, and what to do
     */
    public static function read(string $path)
    {
        if ($path === '') {
            return __(
                'No status file is configured: define DSZ_SYNC_STATUS_FILE in wp-config.php, or name it in Settings, dsz-sync.',
                'dsz-sync-dashboard'
            );
        }
        if (!self::isPlainPath($path)) {
            return __('The configured status file is not an absolute path on this server.', 'dsz-sync-dashboard');
        }
        // A path outside of open_basedir is a warning of PHP, and for us a file that is not there.
        if (!@is_file($path)) {
            return __(
                'The status file is not there: has dsz-sync run yet, and may the web server enter its folder?',
                'dsz-sync-dashboard'
            );
        }
        $text = @file_get_contents($path, false, null, 0, self::MAX_BYTES + 1);
        if ($text === false) {
            return __('The status file cannot be read: the web server needs the right to.', 'dsz-sync-dashboard');
        }
        if (strlen($text) > self::MAX_BYTES) {
            return __('The status file is far too large to be one of dsz-sync.', 'dsz-sync-dashboard');
        }
        return self::parse($text);
    }

    /**
     * @return self|string
     */
    private static function parse(string $text)
    {
        $document = json_decode($text, true, self::MAX_DEPTH);
        if (!is_array($document)) {
            return __('The status file is damaged: it is written anew at the end of the next run.', 'dsz-sync-dashboard');
        }
        if (($document['format'] ?? null) !== self::FORMAT || !is_int($document['schema_version'] ?? null)) {
            return __('The configured file is not a status file of dsz-sync.', 'dsz-sync-dashboard');
        }
        if ($document['schema_version'] !== self::SCHEMA_VERSION) {
            return __('The status file is of another version of dsz-sync: update this plugin.', 'dsz-sync-dashboard');
        }
        return new self($document);
    }

    /**
     * No address of another machine, no php:// or phar://, nothing that depends on the folder the server runs in.
     */
    private static function isPlainPath(string $path): bool
    {
        return path_is_absolute($path) && strpos($path, '://') === false && !preg_match('/[\x00-\x1f]/', $path);
    }

    /** "" when it is absent. */
    public function text(string ...$keys): string
    {
        $value = $this->at($keys);
        return is_string($value) ? $value : '';
    }

    public function number(string ...$keys): ?int
    {
        $value = $this->at($keys);
        return is_int($value) ? $value : null;
    }

    /** Seconds since 1970. */
    public function time(string ...$keys): ?int
    {
        $text = $this->text(...$keys);
        if (!preg_match('/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/D', $text)) {
            return null;
        }
        $time = strtotime($text);
        return $time === false ? null : $time;
    }

    /**
     * The guards that stopped the last comparison.
     *
     * @return array<int, array{name: string, sentence: string}>
     */
    public function trippedGuards(): array
    {
        $states = $this->at(['guards', 'states']);
        $tripped = [];
        foreach (is_array($states) ? $states : [] as $guard) {
            if (!is_array($guard) || ($guard['tripped'] ?? null) !== true || !is_string($guard['name'] ?? null)) {
                continue;
            }
            $sentence = $guard['sentence'] ?? '';
            $tripped[] = ['name' => $guard['name'], 'sentence' => is_string($sentence) ? $sentence : ''];
        }
        return $tripped;
    }

    /**
     * @param array<string> $keys
     * @return mixed
     */
    private function at(array $keys)
    {
        $value = $this->document;
        foreach ($keys as $key) {
            if (!is_array($value) || !array_key_exists($key, $value)) {
                return null;
            }
            $value = $value[$key];
        }
        return $value;
    }
}
