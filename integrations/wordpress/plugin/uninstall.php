<?php
/**
 * Removal of the plugin: what it made goes with it.
 *
 * @package Inkling
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

require_once __DIR__ . '/inkling.php';
Inkling\Plugin::uninstall();
