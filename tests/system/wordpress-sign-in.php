<?php

/**
 * Must-use plugin of the test's own WordPress: /?test_user=NAME&test_page=admin.php signs NAME in and leads to that page.
 */

add_action('init', static function (): void {
    $name = $_GET['test_user'] ?? '';
    $user = $name === '' ? false : get_user_by('login', $name);
    if ($user) {
        wp_set_auth_cookie($user->ID);
        wp_safe_redirect(admin_url($_GET['test_page'] ?? ''));
        exit;
    }
});
