<?php
/**
 * The settings of a site of the tests. What differs from site to site comes from the environment of the PHP that serves it.
 */

// PHPUnit loads it from within a function.
$GLOBALS['table_prefix'] = 'wp_';
$table_prefix            = 'wp_';

( static function () {
	$home = getenv( 'INKLING_LAB_HOME' );
	$host = '127.0.0.1:' . ( $_SERVER['SERVER_PORT'] ?? getenv( 'INKLING_LAB_PORT' ) );

	define( 'DB_NAME', 'wordpress' );
	// On SQLite neither is asked for.
	$socket = getenv( 'INKLING_LAB_MARIADB' );
	define( 'DB_USER', $socket ? 'root' : '' );
	define( 'DB_PASSWORD', '' );
	define( 'DB_HOST', $socket ? 'localhost:' . $socket : '' );
	define( 'DB_CHARSET', 'utf8mb4' );
	define( 'DB_COLLATE', '' );
	define( 'DB_DIR', $home . '/database/' );
	define( 'DB_FILE', 'wordpress.sqlite' );

	// Fixed, so that what is signed with them is the same in every run.
	foreach ( array( 'AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE' ) as $name ) {
		define( $name . '_KEY', 'a key of the tests: ' . $name );
		define( $name . '_SALT', 'a salt of the tests: ' . $name );
	}

	define( 'WP_HOME', 'http://' . $host );
	define( 'WP_SITEURL', 'http://' . $host );
	define( 'WP_DEBUG', true );
	define( 'WP_DEBUG_DISPLAY', false );
	define( 'WP_DEBUG_LOG', $home . '/debug.log' );
	define( 'DISABLE_WP_CRON', true );
	define( 'FS_METHOD', 'direct' );
	// All sites share one core: no updater may touch it.
	define( 'AUTOMATIC_UPDATER_DISABLED', true );

	if ( getenv( 'INKLING_LAB_MULTISITE' ) ) {
		define( 'WP_ALLOW_MULTISITE', true );
		// Its tables are made by an installation of a single site.
		if ( ! defined( 'WP_INSTALLING' ) ) {
			define( 'MULTISITE', true );
			define( 'SUBDOMAIN_INSTALL', false );
			define( 'DOMAIN_CURRENT_SITE', $host );
			define( 'PATH_CURRENT_SITE', '/' );
			define( 'SITE_ID_CURRENT_SITE', 1 );
			define( 'BLOG_ID_CURRENT_SITE', 1 );
		}
	}
} )();

require_once ABSPATH . 'wp-settings.php';
