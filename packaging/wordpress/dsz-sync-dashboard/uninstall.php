<?php

defined('WP_UNINSTALL_PLUGIN') || exit;

delete_option('dsz_sync_dashboard');
